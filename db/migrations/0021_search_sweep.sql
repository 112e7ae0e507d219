-- How a name is typed on a keyboard without Chinese: 芬太尼 is ftn and fentaini. Names of drugs, people, suppliers, departments
-- and places; never a patient's. A name is spelt once for each organisation, whatever bears it. Written by the program
-- (src/core/spelling.ts), because the readings come from a library.
create table core.spelling (
  org_id bigint not null references identity.org (id) on delete restrict,
  name text not null,
  -- Initials and full readings, lower case, each between blanks; '' for a name without a Chinese character.
  keys text not null,
  primary key (org_id, name)
);
call core.tenant_table('core.spelling');
