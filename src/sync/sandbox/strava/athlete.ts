const SUMMARY = {
  id: 42_004_200,
  username: 'sandbox_athlete',
  resource_state: 2,
  firstname: 'Sandy',
  lastname: 'Box',
  bio: null,
  city: 'Lausanne',
  state: 'Vaud',
  country: 'Switzerland',
  sex: 'F',
  premium: true,
  summit: true,
  created_at: '2017-11-28T19:05:35Z',
  updated_at: '2026-09-27T12:57:32Z',
  badge_type_id: 1,
  weight: 61.5,
  profile_medium: 'avatar.png',
  profile: 'avatar.png',
  friend: null,
  follower: null,
};

export const ATHLETE_ID = SUMMARY.id;

/** The athlete as the token exchange and `GET /athlete` show her. */
export function summaryAthlete(): object {
  return SUMMARY;
}

/** The athlete as `GET /athlete` shows her to a token with `profile:read_all`. */
export function detailedAthlete(): object {
  return {
    ...SUMMARY,
    resource_state: 3,
    follower_count: 0,
    friend_count: 0,
    mutual_friend_count: 0,
    athlete_type: 1,
    date_preference: '%m/%d/%Y',
    measurement_preference: 'meters',
    clubs: [],
    bikes: [{ id: 'b1001', primary: true, name: 'Gravel', resource_state: 2, distance: 0 }],
    shoes: [{ id: 'g2001', primary: true, name: 'Pegasus 41', resource_state: 2, distance: 0 }],
  };
}
