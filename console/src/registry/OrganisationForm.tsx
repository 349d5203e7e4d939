import { Form, Select } from 'antd';
import { answer, api, type Schemas, type Tagged, taggedAnswer } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { organisationKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { EditDrawer } from './EditDrawer';
import { OrganisationField, RegionField, TextField } from './fields';
import { registryWords } from './words';

type Organisation = Schemas['Organisation'];

interface Fields {
  name: string;
  kind: Schemas['OrganisationKind'];
  superior?: number;
  sector?: string;
  region?: string;
  credit_code?: string;
}

function fieldsOf(o: Organisation): Fields {
  return {
    name: o.name,
    kind: o.kind,
    superior: o.superior?.id,
    sector: o.sector,
    region: o.region?.code,
    credit_code: o.credit_code,
  };
}

async function save(before: Tagged<Organisation> | undefined, fields: Fields): Promise<Organisation> {
  const body = {
    name: fields.name.trim(),
    kind: fields.kind,
    superior: fields.superior ?? null,
    sector: fields.sector?.trim() ?? '',
    region: fields.region ?? null,
    credit_code: fields.credit_code?.trim() ?? '',
  };
  if (!before) return answer(api.POST('/organisations', { body }));
  const params = { path: { id: before.value.id }, header: { 'If-Match': before.etag } };
  return (await taggedAnswer(api.PATCH('/organisations/{id}', { params, body }))).value;
}

export interface OrganisationFormProps {
  open: boolean;
  organisation?: Tagged<Organisation>; // none: a new one is entered
  onClose: () => void;
  onSaved: (organisation: Organisation) => void;
}

export function OrganisationForm({ open, organisation, onClose, onSaved }: OrganisationFormProps) {
  const t = useWords(registryWords);
  const term = useTerm();
  const value = organisation?.value;
  return (
    <EditDrawer<Fields, Organisation>
      open={open}
      title={organisation ? t('orgEdit') : t('orgNew')}
      initial={value ? fieldsOf(value) : { kind: 'unknown' }}
      save={(fields) => save(organisation, fields)}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextField name="name" word="orgName" most={200} needed />
      <Form.Item name="kind" label={t('orgKind')}>
        <Select
          options={Object.keys(organisationKindTerms).map((kind) => ({
            value: kind,
            label: term(organisationKindTerms, kind),
          }))}
        />
      </Form.Item>
      <OrganisationField name="superior" word="orgSuperior" chosen={value?.superior} without={value?.id} />
      <TextField name="sector" word="orgSector" most={60} />
      <RegionField chosen={value?.region} />
      <TextField name="credit_code" word="orgCode" most={40} />
    </EditDrawer>
  );
}
