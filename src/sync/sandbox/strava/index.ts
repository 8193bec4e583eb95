export { type StravaSandbox, startStravaSandbox } from './strava-sandbox.ts';
