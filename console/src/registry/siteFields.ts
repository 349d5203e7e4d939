// What one types of a site and of a declaration, between the forms and the contract.
import type { Schemas } from '../api/client';

export type YesNoUnknown = 'yes' | 'no' | 'unknown';

export interface DeclarationFields {
  organisation?: number;
  department?: string;
  ascii_domains?: string[];
  chinese_domains?: string[];
  mark?: YesNoUnknown;
  contact?: string;
  phones?: string[];
  remark?: string;
  effective_from?: string;
}

export interface SiteFields {
  name: string;
  life?: Schemas['SiteLife'];
  region?: string | null;
  site_code?: string;
  icp?: string;
  police?: string;
  remark?: string;
  effective_from?: string;
  declaration?: DeclarationFields; // the first one, of a new site
}

function texts(list: string[] | undefined): string[] {
  return (list ?? []).map((text) => text.trim()).filter(Boolean);
}

// A datetime-local field holds the reader's own time; the contract wants an instant.
function since(text: string | undefined): { effective_from?: string } {
  const date = text ? new Date(text) : null;
  return date && !Number.isNaN(date.getTime()) ? { effective_from: date.toISOString() } : {};
}

function typedName(domain: Schemas['DomainName']): string {
  return domain.port === null ? domain.unicode : `${domain.unicode}:${domain.port}`;
}

export function siteFields(site: Schemas['Site']): SiteFields {
  return {
    name: site.name,
    life: site.life,
    region: site.region?.code ?? null,
    site_code: site.site_code,
    icp: site.icp,
    police: site.police,
    remark: site.remark,
  };
}

function siteBody(fields: SiteFields) {
  return {
    name: fields.name.trim(),
    ...(fields.life ? { life: fields.life } : {}),
    region: fields.region ?? null,
    site_code: fields.site_code?.trim() ?? '',
    icp: fields.icp?.trim() ?? '',
    police: fields.police?.trim() ?? '',
    remark: fields.remark?.trim() ?? '',
    ...since(fields.effective_from),
  };
}

export function newSite(fields: SiteFields): Schemas['SiteNew'] {
  const first = fields.declaration;
  const declarations = first?.organisation ? [newDeclaration({ ...first, effective_from: fields.effective_from })] : [];
  return { ...siteBody(fields), ...(declarations.length > 0 ? { declarations } : {}) };
}

export function declarationFields(declaration: Schemas['Declaration']): DeclarationFields {
  return {
    organisation: declaration.organisation.id,
    department: declaration.department,
    ascii_domains: declaration.ascii_domains.map(typedName),
    chinese_domains: declaration.chinese_domains.map(typedName),
    mark: declaration.mark_hung === null ? 'unknown' : declaration.mark_hung ? 'yes' : 'no',
    contact: declaration.contact,
    phones: declaration.phones,
    remark: declaration.remark,
  };
}

function declarationBody(fields: DeclarationFields) {
  return {
    department: fields.department?.trim() ?? '',
    ascii_domains: texts(fields.ascii_domains),
    chinese_domains: texts(fields.chinese_domains),
    mark_hung: fields.mark === 'yes' ? true : fields.mark === 'no' ? false : null,
    contact: fields.contact?.trim() ?? '',
    phones: texts(fields.phones),
    remark: fields.remark?.trim() ?? '',
    ...since(fields.effective_from),
  };
}

export function newDeclaration(fields: DeclarationFields): Schemas['DeclarationNew'] {
  return { organisation: fields.organisation ?? 0, ...declarationBody(fields) };
}

// Only what was changed goes back, so that an edit says what it changes and nothing else gets a new date.
function changed<T extends object>(was: T, is: T): Partial<T> {
  const entries = Object.entries(is).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key as keyof T]),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

export function siteChanges(before: Schemas['Site'], fields: SiteFields): Schemas['SiteEdit'] {
  return changed(siteBody(siteFields(before)), siteBody(fields));
}

export function declarationChanges(
  before: Schemas['Declaration'],
  fields: DeclarationFields,
): Schemas['DeclarationEdit'] {
  return changed(declarationBody(declarationFields(before)), declarationBody(fields));
}
