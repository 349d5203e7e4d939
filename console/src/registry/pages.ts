export { OrganisationPage } from './OrganisationPage';
export { OrganisationsPage } from './OrganisationsPage';
export { SitePage } from './SitePage';
export { SitesPage } from './SitesPage';
