// Entering and editing a site by hand. What is right is the server's to say: its problem document is shown as it is.
import { Divider, Form, Select } from 'antd';
import { answer, api, type Schemas, type Tagged, taggedAnswer } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { lifeTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { DeclarationInputs } from './DeclarationForm';
import { EditDrawer } from './EditDrawer';
import { RegionField, RemarkField, SinceField, TextField } from './fields';
import { newSite, type SiteFields, siteChanges, siteFields } from './siteFields';
import { registryWords } from './words';

type Site = Schemas['Site'];

export interface SiteFormProps {
  open: boolean;
  site?: Tagged<Site>; // none: a new one is entered
  onClose: () => void;
  onSaved: (site: Site) => void;
}

function LifeField() {
  const t = useWords(registryWords);
  const term = useTerm();
  return (
    <Form.Item name="life" label={t('life')}>
      <Select options={Object.keys(lifeTerms).map((value) => ({ value, label: term(lifeTerms, value) }))} />
    </Form.Item>
  );
}

async function save(site: Tagged<Site> | undefined, fields: SiteFields): Promise<Site> {
  if (!site) return answer(api.POST('/sites', { body: newSite(fields) }));
  const body = siteChanges(site.value, fields);
  if (Object.keys(body).length === 0) return site.value;
  const params = { path: { id: site.value.id }, header: { 'If-Match': site.etag } };
  return (await taggedAnswer(api.PATCH('/sites/{id}', { params, body }))).value;
}

export function SiteForm({ open, site, onClose, onSaved }: SiteFormProps) {
  const t = useWords(registryWords);
  return (
    <EditDrawer<SiteFields, Site>
      open={open}
      title={site ? t('editSite') : t('newSite')}
      initial={site ? siteFields(site.value) : { life: 'declared', declaration: { mark: 'unknown' } }}
      save={(fields) => save(site, fields)}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextField name="name" word="name" most={200} needed />
      <LifeField />
      <RegionField chosen={site?.value.region} />
      <TextField name="site_code" word="siteCode" most={40} />
      <TextField name="icp" word="icp" most={60} />
      <TextField name="police" word="police" most={60} />
      <RemarkField name="remark" />
      <SinceField />
      {!site && (
        <>
          <Divider titlePlacement="start">
            {t('declaration')} <small className="hb-faint">{t('optional')}</small>
          </Divider>
          <DeclarationInputs prefix="declaration" />
        </>
      )}
    </EditDrawer>
  );
}
