/** The person whom the stand-in's account belongs to; every activity and the detail name them as owner. */
export const OWNER = { id: 1000001, displayName: 'sample-runner', fullName: 'Sample Runner' } as const;

/** Garmin's id of the account, which access and refresh tokens carry. */
export const GARMIN_GUID = '00000000-0000-0000-0000-000000000000';

/** Answer of `socialProfile`, which clients call to try a new token; its keys as python-garminconnect reads them. */
export const SOCIAL_PROFILE = {
  id: OWNER.id,
  profileId: OWNER.id,
  garminGUID: GARMIN_GUID,
  displayName: OWNER.displayName,
  fullName: OWNER.fullName,
  userName: OWNER.displayName,
};
