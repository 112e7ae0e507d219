import type { Locator, Page } from 'playwright-core'
import { photo, type Scene } from '../../samples/photo.ts'
import { demoPassword } from '#apps/demo/orgs.ts'

// What a person does at a screen, in the words of the screen.

/** Waits until the words stand on the page. */
export async function see(place: Page | Locator, words: string | RegExp): Promise<void> {
  await place.getByText(words).filter({ visible: true }).first().waitFor()
}

export async function gone(place: Page | Locator, words: string | RegExp): Promise<void> {
  await place.getByText(words).filter({ visible: true }).first().waitFor({ state: 'hidden' })
}

/** A button by its first words: the key cap stands in its name as well. */
export const button = (place: Page | Locator, verb: string): Locator =>
  place.getByRole('button', { name: new RegExp(`^${verb}`) }).filter({ visible: true })

export async function press(place: Page | Locator, verb: string): Promise<void> {
  await button(place, verb).first().click()
}

/** A menu item, whatever its badge counts. */
export const menuItem = (words: string): RegExp => new RegExp(`^${words}\\s*\\d*$`)

/** Through the menu at the left. */
export async function goTo(page: Page, item: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: '菜单' })
  const link = menu.getByRole('link', { name: menuItem(item) })
  // A window that is too low for all of them has some groups folded.
  await menu.getByRole('link').first().waitFor()
  for (const head of await menu.locator('h2 button').all())
    if ((await link.count()) === 0 && (await head.getAttribute('aria-expanded')) === 'false')
      await head.click()
  await link.click()
  await page.getByRole('heading', { name: item, exact: true }).waitFor()
}

/** A field by the first words of its label: units and the star of 必填 stand behind them. */
export function field(place: Page | Locator, label: string): Locator {
  const name = new RegExp(`^${label}`)
  const control = place.locator('input, textarea')
  const inGroup = place.getByRole('group', { name }).locator('input, textarea')
  return place.getByLabel(name).and(control).or(inGroup).filter({ visible: true }).first()
}

/** Clicks into a field and writes: without a click or a key, the scan box takes the focus back. */
export async function write(into: Locator, text: string): Promise<void> {
  await into.click()
  await into.fill(text)
}

/** Tab until this has the focus: nobody reaches for the mouse on the way to a signature. */
export async function tabTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor({ state: 'attached' })
  for (let n = 0; n < 60; n++) {
    if (await what.evaluate((el) => el === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`60 times Tab does not lead to ${String(what)}`)
}

/** With Tab to the first choice of a row of choices, and takes it. */
export async function tabToFirst(page: Page, of: string): Promise<void> {
  const group = page.getByRole('radiogroup', { name: of, exact: true })
  await tabTo(page, group.getByRole('radio').first())
  await page.keyboard.press('Space')
  await group.getByRole('radio', { checked: true }).waitFor({ state: 'attached' })
}

/** Opens a list by its label and takes the first choice with these words. */
export async function choose(place: Page | Locator, label: string, words: string): Promise<void> {
  const page = 'page' in place ? place.page() : place
  // The chosen words lie over the field, so people click on the frame.
  await field(place, label)
    .locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
    .click()
  const option = page
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: words })
  await option.first().click()
  await page.locator('.ant-select-dropdown:visible').first().waitFor({ state: 'hidden' })
}

/** Opens a list of which several may be chosen and takes one; it stays open until the next thing is clicked. */
export async function chooseOneOfMany(page: Page, label: string, words: string): Promise<void> {
  await field(page, label)
    .locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
    .click()
  await page.locator('.ant-select-item-option').filter({ hasText: words, visible: true }).click()
}

/** Opens a list by its label, types 拼音 and takes the only choice that is left. */
export async function spell(place: Locator, label: string, typed: string, words: string): Promise<void> {
  const page = place.page()
  await field(place, label)
    .locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
    .click()
  await page.keyboard.type(typed)
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option')
  await options.filter({ hasText: words }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.ant-select-dropdown:visible').first().waitFor({ state: 'hidden' })
}

/** A scanner: keys faster than anybody types, and Enter. */
export async function scan(page: Page, box: string, code: string): Promise<void> {
  await page.getByLabel(box, { exact: true }).focus()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** The second person arrives: F9, own account, own password, in the slot. */
export async function arrive(page: Page, account: string): Promise<void> {
  await see(page, '请另一人刷卡')
  await page.keyboard.press('F9')
  await page.getByText('账号密码', { exact: true }).filter({ visible: true }).click()
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.keyboard.press('Enter')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByText('在场', { exact: true }).filter({ visible: true }).nth(1).waitFor()
}

/** Somebody comes who may not be the second: the slot says why, and waits for another. */
export async function arriveWrong(page: Page, account: string, says: string | RegExp): Promise<void> {
  await see(page, '请另一人刷卡')
  await page.keyboard.press('F9')
  await page.getByText('账号密码', { exact: true }).filter({ visible: true }).click()
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.keyboard.press('Enter')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await see(page, says)
  await page.keyboard.press('Escape')
}

/** The slot is empty because the content changed after the second person came: account and password once more. */
export async function arriveAgain(page: Page, account: string): Promise<void> {
  await see(page, '内容有改动')
  await page.keyboard.press('F9')
  await page.getByText('账号密码', { exact: true }).filter({ visible: true }).click()
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.keyboard.press('Enter')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByText('在场', { exact: true }).filter({ visible: true }).nth(1).waitFor()
}

/** F10, then the second person gives the secret again: this is the signature. */
export async function signBoth(page: Page): Promise<void> {
  await page.keyboard.press('F10')
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
}

let photographs = 0

/** Takes photographs in the order in which the page asks for them. */
export async function takePhotos(
  page: Page,
  scenes: Readonly<Record<string, Omit<Scene, 'seed'>>>,
): Promise<void> {
  for (const [title, scene] of Object.entries(scenes)) {
    const file = {
      name: `${title}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(photo({ ...scene, seed: 7_000 + photographs++ })),
    }
    const figure = page.getByRole('figure').filter({ hasText: title })
    await figure.getByLabel(`拍${title}`).setInputFiles(file)
    await figure.getByText('重拍').waitFor()
  }
}

export const row = (place: Page | Locator, of: string | RegExp): Locator =>
  place.getByRole('row').filter({ hasText: of }).first()

/** Ticks the first pack of a drug in the table of what lies here; says how many units it takes. */
export async function tick(page: Page | Locator, drug: string, units?: number): Promise<void> {
  await row(page, drug).click()
  const amount = page.getByLabel(new RegExp(`^${drug}.*数量$`)).first()
  await amount.waitFor()
  if (units !== undefined) {
    await amount.fill(String(units))
    await amount.press('Tab')
  }
}

/** Waits until the row that holds `of` says all of these words; blanks are the type setting's. */
export async function expectRow(
  place: Page | Locator,
  of: string | RegExp,
  words: readonly string[],
): Promise<void> {
  const bare = (text: string) => text.replaceAll(/\s+/g, '')
  let text = ''
  for (let tries = 0; tries < 160; tries++) {
    text = bare(await row(place, of).innerText())
    if (words.every((w) => text.includes(bare(w)))) return
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  throw new Error(`the row of ${of} says “${text}”, not all of ${words.join('、')}`)
}
