import { type Client, type Message, PagedResultsControl, SearchReference, SearchResponse } from "ldapts";

type Send = (message: Message) => Promise<unknown>;

/**
 * Has a client read paged lists to their end. ldapts (9.2) takes a page without entries for the last one, while a server
 * may send such pages in the middle of a list (RFC 2696, 3; Active Directory does when a page takes it long). A list of
 * identities that ends early would be taken for the whole.
 */
export function keepPaging(client: Client): void {
  const send = Reflect.get(client, "_send") as Send;
  const sendAndLook: Send = async (message) => {
    const answer = await send.call(client, message);
    if (answer instanceof SearchResponse && isEmpty(answer) && hasMore(answer)) {
      // What has references but no entries is read on; this one refers to nothing.
      answer.searchReferences.push(new SearchReference({ messageId: answer.messageId, uris: [] }));
    }
    return answer;
  };
  Reflect.set(client, "_send", sendAndLook);
}

function isEmpty({ searchEntries, searchReferences }: SearchResponse): boolean {
  return searchEntries.length === 0 && searchReferences.length === 0;
}

function hasMore({ controls = [] }: SearchResponse): boolean {
  return controls.some((control) => control instanceof PagedResultsControl && (control.value?.cookie?.length ?? 0) > 0);
}
