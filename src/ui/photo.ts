const longest = 1600
const quality = 0.82

export interface Shot {
  blob: Blob
  takenAt: string
}

/** A phone's photograph is 5 to 10 MB; a label stays readable at 1600 px and travels in a tenth of that. */
export async function compress(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longest / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.width * scale)
  canvas.height = Math.round(image.height * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) throw new Error('the browser could not write the photograph as JPEG')
  return blob
}
