import type { LifeboundError, LogLine, Status, Unsubscribe } from '@lifebound/core';
import { Channel, invoke } from '@tauri-apps/api/core';

/** What the plugin tells a web view, as `src/body/observer.rs` writes it. */
export type News =
  | { readonly type: 'status'; readonly status: Status }
  | { readonly type: 'log'; readonly lines: readonly LogLine[] }
  | { readonly type: 'notify'; readonly method: string; readonly params: unknown }
  | { readonly type: 'report'; readonly error: LifeboundError };

type NewsOf<Type extends News['type']> = Extract<News, { readonly type: Type }>;

const listeners = new Set<(news: News) => void>();
let isSubscribed = false;

/** One channel for the whole page, opened with the first listener and kept until the page goes. */
export function listen<Type extends News['type']>(
  type: Type,
  listener: (news: NewsOf<Type>) => void,
): Unsubscribe {
  const filtered = (news: News) => {
    if (news.type === type) listener(news as NewsOf<Type>);
  };
  listeners.add(filtered);
  if (!isSubscribed) subscribe();
  return () => void listeners.delete(filtered);
}

function subscribe(): void {
  isSubscribed = true;
  const onNews = new Channel<News>((news) => {
    for (const listener of [...listeners]) listener(news);
  });
  invoke('plugin:lifebound|subscribe', { onNews }).catch((error: unknown) => {
    // A missing permission is the app's fault; the next listener tries again.
    isSubscribed = false;
    console.error('lifebound: no news of the backend can be had:', error);
  });
}
