import { answer, api, type Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { EditDrawer } from './EditDrawer';
import { ListField, TextField } from './fields';
import { registryWords } from './words';

type Contact = Schemas['Contact'];

interface Fields {
  name: string;
  duty?: string;
  phones?: string[];
  mail?: string;
}

async function save(site: number, before: Contact | undefined, fields: Fields): Promise<void> {
  const body = {
    name: fields.name.trim(),
    duty: fields.duty?.trim() ?? '',
    phones: (fields.phones ?? []).map((phone) => phone.trim()).filter(Boolean),
    mail: fields.mail?.trim() ?? '',
  };
  if (!before) await answer(api.POST('/sites/{id}/contacts', { params: { path: { id: site } }, body }));
  else
    await answer(
      api.PATCH('/contacts/{id}', { params: { path: { id: before.id }, header: { 'If-Match': before.etag } }, body }),
    );
}

export function ContactForm({ site, contact, onClose }: { site: number; contact?: Contact; onClose: () => void }) {
  const t = useWords(registryWords);
  return (
    <EditDrawer<Fields, void>
      open
      title={contact ? t('editContact') : t('newContact')}
      initial={contact ? { name: contact.name, duty: contact.duty, phones: contact.phones, mail: contact.mail } : {}}
      save={(fields) => save(site, contact, fields)}
      onClose={onClose}
    >
      <TextField name="name" word="contactName" most={100} needed />
      <TextField name="duty" word="duty" most={100} />
      <ListField name="phones" word="phones" hint="phonesHint" most={20} />
      <TextField name="mail" word="mail" most={200} />
    </EditDrawer>
  );
}
