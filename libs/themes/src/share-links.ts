/** A page to pass on, as `ui/share` shows it. */
export interface ShareLinks {
  title: string;
  text: string;
  url: string;
  /** `mailto:` without an address: the person chooses one. */
  mail: string;
  sms: string;
}

export function shareLinks({ title, text, url }: Pick<ShareLinks, 'title' | 'text' | 'url'>): ShareLinks {
  const body = encodeURIComponent(`${text}\n${url}`);
  return {
    title,
    text,
    url,
    mail: `mailto:?subject=${encodeURIComponent(title)}&body=${body}`,
    sms: `sms:?&body=${body}`,
  };
}
