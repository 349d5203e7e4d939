// The closed lists of access in the reader's words.
import type { Schemas } from '../api/client';
import type { Pair } from '../language/words';

export const roleTerms: Record<Schemas['Role'], Pair> = {
  system_administrator: ['系统管理员', 'System administrator'],
  security_administrator: ['安全管理员', 'Security administrator'],
  audit_administrator: ['审计管理员', 'Audit administrator'],
  staffing_office: ['机构编制部门', 'Staffing office'],
  cyberspace_office: ['网信部门', 'Cyberspace office'],
  police: ['公安机关', 'Police'],
  telecom_authority: ['电信主管部门', 'Telecom authority'],
  sector_department: ['行业主管部门', 'Sector department'],
  site_owner: ['主办单位', 'Site owner'],
  operator: ['运维单位', 'Operator'],
  assessor: ['测评机构', 'Assessor'],
  leadership: ['领导（只读）', 'Leadership (reads)'],
};

export const abilityTerms: Record<Schemas['Ability'], Pair> = {
  see: ['查看', 'see'],
  export: ['导出', 'export'],
  edit_register: ['维护名录', 'edit the register'],
  import: ['导入普查表', 'import census forms'],
  run_rounds: ['检查与监测安排', 'run checks, order the watch'],
  decide_findings: ['处置问题', 'decide about findings'],
  tell: ['管理通知', 'manage telling'],
  vantages: ['管理观测点', 'manage vantage points'],
  see_accounts: ['查看账号', 'see accounts'],
  manage_accounts: ['管理账号', 'manage accounts'],
  grant_roles: ['授予角色', 'grant roles'],
  read_audit: ['查阅审计', 'read the audit'],
};
