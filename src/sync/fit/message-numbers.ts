/** Numbers of the messages that are read (Garmin's FIT profile, `mesg_num`); the layer on AWS knows no others. */
export const MESSAGES = { fileId: 0, session: 18, activity: 34 } as const;
