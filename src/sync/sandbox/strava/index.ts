export type { HeldActivity, NewActivity } from './held-activity.ts';
export type { HeldUpload, UploadState } from './held-upload.ts';
export type { QuotaLimit, StravaSandboxSettings, UploadOutcome, Visibility } from './settings.ts';
export { type StravaSandbox, type StravaSandboxOptions, startStravaSandbox } from './strava-sandbox.ts';
