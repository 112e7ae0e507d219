-- 弃去录像: a film of the residue being poured away (国卫办医发〔2020〕13号), bound to its act as the photographs are.
alter table files.evidence drop constraint evidence_mime_check;
alter table files.evidence add constraint evidence_mime_check
  check (mime in ('image/jpeg', 'image/png', 'video/mp4', 'video/webm'));
