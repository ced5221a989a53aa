import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { Memberships, type SignedIn } from '#libs/accounts';
import { currentShopId } from '#libs/tenancy';
import { type Invitation, invitationInput, Invitations } from '#libs/team';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { memberRoleForm } from './team.form.js';

const ROLES = ['staff', 'owner'] as const;

/** « Équipe »: who works in the shop, and who is invited. */
@Controller('@gestion/equipe')
export class TeamController {
  constructor(
    private readonly memberships: Memberships,
    private readonly invitations: Invitations,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.showTeam(reply, actor, freshForm({ role: 'staff' }));
  }

  @Post('invitations')
  @Policy('shop_owner', { rate: { max: 20, seconds: 60 } })
  async invite(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const invitation = parseForm(invitationInput, body);
      await this.invitations.invite(invitation, actor.personId);
      redirectTo(reply, '/equipe', { key: 'team.invited', values: { email: invitation.email } });
    } catch (error) {
      await this.showTeam(reply, actor, refusedForm(error, body, 'email'));
    }
  }

  @Post('invitations/:invitationId/retrait')
  @Policy('shop_owner')
  async withdraw(@Res() reply: Reply, @Param('invitationId') invitationId: string): Promise<void> {
    await this.invitations.withdraw(invitationId);
    redirectTo(reply, '/equipe', { key: 'team.withdrawn' });
  }

  @Post('membres/:memberId/role')
  @Policy('shop_owner')
  async changeRole(@Res() reply: Reply, @Param('memberId') memberId: string, @Body() body: unknown): Promise<void> {
    const { role } = parseForm(memberRoleForm, body);
    await this.memberships.change(memberId, currentShopId(), role);
    redirectTo(reply, '/equipe', { key: 'team.role_changed' });
  }

  @Post('membres/:memberId/depart')
  @Policy('shop_owner')
  async remove(@Res() reply: Reply, @Param('memberId') memberId: string): Promise<void> {
    await this.memberships.change(memberId, currentShopId(), null);
    redirectTo(reply, '/equipe', { key: 'team.removed' });
  }

  private async showTeam(reply: Reply, actor: SignedIn, form: FormView & { status?: number }): Promise<void> {
    const [members, open] = await Promise.all([this.memberships.ofShop(currentShopId()), this.invitations.open()]);
    const say = (key: string): string => this.pages.say('merchant', key);
    const owners = members.filter(({ role }) => role === 'owner').length;
    const chosen = form.values['role'] ?? 'staff';
    await page(
      reply,
      'merchant/team',
      {
        title: say('team.title'),
        form,
        roles: ROLES.map((value) => ({
          value,
          label: say(`team.${value}`),
          hint: say(`team.${value}_hint`),
          isSelected: value === chosen,
        })),
        members: members.map(({ personId, name, email, role }) => ({
          id: personId,
          name: name ?? email,
          email,
          roleLabel: say(`team.${role}`),
          otherRole: role === 'owner' ? 'staff' : 'owner',
          otherLabel: say(role === 'owner' ? 'team.make_staff' : 'team.make_owner'),
          isOneself: personId === actor.personId,
          isLastOwner: role === 'owner' && owners === 1,
        })),
        invitations: open.map((invitation: Invitation) => ({
          ...invitation,
          roleLabel: say(`team.${invitation.role}`),
        })),
      },
      form.status === undefined ? {} : { status: form.status },
    );
  }
}
