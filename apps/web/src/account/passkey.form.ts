import { z } from 'zod';
import type { AddedPasskey, SignInPasskey } from '#libs/accounts';

const ticket = z.string().min(1).max(100);
const text = z.string().max(20_000);

/** What a browser answers (Web Authentication); the library checks every byte of it. */
const answer = <Response extends z.ZodRawShape>(response: Response) =>
  z.object({ id: text, rawId: text, type: z.literal('public-key'), response: z.object(response).loose() }).loose();

const added = z.object({
  ticket,
  response: answer({ clientDataJSON: text, attestationObject: text }),
  name: z.string().trim().min(1).max(100),
  suite: z.string().max(2000).default(''),
});

const signIn = z.object({
  ticket,
  response: answer({ clientDataJSON: text, authenticatorData: text, signature: text }),
  suite: z.string().max(2000).default(''),
});

export const addedPasskeyForm = added as unknown as z.ZodType<AddedPasskey & { suite: string }>;
export const passkeySignInForm = signIn as unknown as z.ZodType<SignInPasskey & { suite: string }>;
