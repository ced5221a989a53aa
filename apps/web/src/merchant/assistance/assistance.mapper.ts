import type { AssistanceStory } from '#libs/team';
import { clockText, momentText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** First parts of the routes that a member of the team may change, as the shop calls them. */
const AREAS = new Set(['alertes', 'boutique', 'commandes', 'comptoir', 'equipe', 'horaires', 'produits', 'vitrine']);

export function storyCard(story: AssistanceStory, say: Say) {
  const { assistanceId, agentName, reason, state, until } = story;
  return {
    agentName,
    reason,
    title: agentName,
    state: say(`state_${state}`),
    tone: { asked: 'warning', agreed: 'success', over: 'neutral' }[state],
    isAsked: state === 'asked',
    isAgreed: state === 'agreed',
    when: whenText(story, say),
    until: clockText(new Date(until)),
    deeds: story.deeds.map(({ at, action }) => ({ at: clockText(new Date(at)), what: say(`area_${areaOf(action)}`) })),
    hasNoDeed: story.agreedAt !== null && story.deeds.length === 0,
    agreeUrl: `/accompagnement/${assistanceId}/accord`,
    refuseUrl: `/accompagnement/${assistanceId}/refus`,
    endUrl: `/accompagnement/${assistanceId}/fin`,
  };
}

function whenText({ askedAt, agreedAt, agreedHow, endedBy, state, until }: AssistanceStory, say: Say): string {
  const asked = say('asked_at', { moment: momentText(new Date(askedAt)) });
  if (agreedAt === null) return endedBy === 'refused' ? `${asked} ${say('was_refused')}` : asked;
  const agreed = say(agreedHow === 'code' ? 'agreed_by_code' : 'agreed_in_office', {
    from: momentText(new Date(agreedAt)),
    until: clockText(new Date(until)),
  });
  return state === 'over' && endedBy !== null ? `${agreed} ${say(`ended_by_${endedBy}`)}` : agreed;
}

/** `POST /produits/:id/stock` is of `produits`. */
function areaOf(action: string): string {
  const area = action.split('/')[1] ?? '';
  return AREAS.has(area) ? area : 'other';
}
