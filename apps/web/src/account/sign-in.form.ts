import { z } from 'zod';

/** Where to go afterwards: a path of the back office. */
const suite = z.string().max(2000).default('');

export const signInForm = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(400),
  suite,
});

/** `123 456`, or a code of the paper. */
export const proofForm = z.object({ code: z.string().trim().min(1).max(20), suite });

export const linkForm = z.object({ email: z.string().trim().min(3).max(254) });

export const chosenShopForm = z.object({ shop: z.uuid(), suite });

export const passwordForm = z.object({ password: z.string().min(1).max(400) });
