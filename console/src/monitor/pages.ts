export { FindingPage } from './FindingPage';
export { FindingsPage } from './FindingsPage';
export { InspectionPage } from './InspectionPage';
export { RoundPage } from './RoundPage';
export { RoundsPage } from './RoundsPage';
export { WatchPage } from './WatchPage';
export { WavePage } from './WavePage';
export { WavesPage } from './WavesPage';
