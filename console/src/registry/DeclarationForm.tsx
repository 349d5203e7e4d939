import { answer, api, type Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { EditDrawer } from './EditDrawer';
import { ListField, MarkField, OrganisationField, RemarkField, SinceField, TextField } from './fields';
import { type DeclarationFields, declarationChanges, declarationFields, newDeclaration } from './siteFields';
import { registryWords } from './words';

type Declaration = Schemas['Declaration'];

// The inputs of one row of the forms; `prefix` when they stand inside a site's own form.
export function DeclarationInputs({ prefix, declaration }: { prefix?: string; declaration?: Declaration }) {
  const path = (name: string) => (prefix ? [prefix, name] : name);
  return (
    <>
      {!declaration && <OrganisationField name={path('organisation')} word="organisation" needed={!prefix} />}
      <TextField name={path('department')} word="department" most={200} />
      <ListField name={path('ascii_domains')} word="asciiNames" hint="namesHint" most={50} />
      <ListField name={path('chinese_domains')} word="chineseNames" hint="namesHint" most={50} />
      <MarkField name={path('mark')} />
      <TextField name={path('contact')} word="contactName" most={100} />
      <ListField name={path('phones')} word="phones" hint="phonesHint" most={20} />
      {!prefix && <RemarkField name="remark" />}
    </>
  );
}

export interface DeclarationFormProps {
  site: number;
  declaration?: Declaration; // none: a new one is entered
  onClose: () => void;
}

async function save(site: number, before: Declaration | undefined, fields: DeclarationFields): Promise<void> {
  if (!before) {
    await answer(
      api.POST('/sites/{id}/declarations', { params: { path: { id: site } }, body: newDeclaration(fields) }),
    );
    return;
  }
  const body = declarationChanges(before, fields);
  if (Object.keys(body).length === 0) return;
  const params = { path: { id: before.id }, header: { 'If-Match': before.etag } };
  await answer(api.PATCH('/declarations/{id}', { params, body }));
}

export function DeclarationForm({ site, declaration, onClose }: DeclarationFormProps) {
  const t = useWords(registryWords);
  return (
    <EditDrawer<DeclarationFields, void>
      open
      title={declaration ? t('editDeclaration') : t('newDeclaration')}
      initial={declaration ? declarationFields(declaration) : { mark: 'unknown' }}
      save={(fields) => save(site, declaration, fields)}
      onClose={onClose}
    >
      <DeclarationInputs declaration={declaration} />
      <SinceField />
    </EditDrawer>
  );
}
