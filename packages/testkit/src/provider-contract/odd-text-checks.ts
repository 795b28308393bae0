/** Keys and values with odd characters survive a round trip, and an odd key finds nobody else. */
import { expect } from "vitest";
import { oddTexts } from "../odd-texts.ts";
import type { Check } from "./check.ts";

export const oddTextChecks: readonly Check[] = Object.entries(oddTexts).flatMap(([what, text]): Check[] => [
  {
    id: `odd-value/${what}`,
    says: `a value with odd ${what} survives a round trip`,
    needs: ["IdLE.Identity.Attribute.Ensure", "IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, attribute } }) {
      const attributes = { [attribute.name]: text };
      expect(await methods.ensureAttributes({ identityKey, attributes })).toMatchObject({ changed: true });
      expect((await methods.getIdentity({ identityKey }))?.attributes[attribute.name]).toBe(text);
      expect(await methods.previewAttributes({ identityKey, attributes })).toMatchObject({ changed: false });
      expect(await methods.ensureAttributes({ identityKey, attributes })).toMatchObject({ changed: false });
    },
  },
  {
    id: `odd-key/${what}`,
    says: `a key with odd ${what} survives a round trip`,
    needs: ["IdLE.Identity.Create", "IdLE.Identity.Read"],
    async run({ methods, fixture: { newAttributes: attributes } }) {
      const created = await methods.createIdentity({ identityKey: text, attributes });
      expect(created.changed).toBe(true);
      expect(created.identityKey).toBe(text);
      expect((await methods.getIdentity({ identityKey: text }))?.identityKey).toBe(text);
      expect(await methods.createIdentity({ identityKey: text, attributes })).toMatchObject({ changed: false });
    },
  },
  {
    id: `odd-lookup/${what}`,
    says: `a key with odd ${what} that nobody has finds nobody`,
    needs: ["IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey } }) {
      for (const key of [text, `*${text}`, `${identityKey}${text}`]) {
        expect(await methods.getIdentity({ identityKey: key })).toBeNull();
      }
    },
  },
]);
