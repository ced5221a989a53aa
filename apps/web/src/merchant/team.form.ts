import { z } from 'zod';

export const memberRoleForm = z.object({ role: z.enum(['owner', 'staff'], { error: 'team.role' }) });
