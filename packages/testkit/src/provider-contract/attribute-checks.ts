/** `IdLE.Identity.Attribute.Ensure`: one comparison for preview and write, and a preview that writes nothing. */
import type { Attributes } from "@idle/contract";
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { expectNotFound } from "./expect-error.ts";

const needs = ["IdLE.Identity.Attribute.Ensure"] as const;

export const attributeChecks: readonly Check[] = [
  {
    id: "attributes/preview",
    says: "previewAttributes says what ensureAttributes then does, in the order asked for",
    needs,
    async run({ methods, fixture: { identityKey, attribute, otherAttribute } }) {
      const attributes = { [otherAttribute.name]: otherAttribute.value, [attribute.name]: attribute.values[1] };
      const predicted = await methods.previewAttributes({ identityKey, attributes });
      expect(predicted.changed).toBe(true);
      expect(predicted.attributes.map(({ name }) => name)).toEqual(Object.keys(attributes));
      expect(await methods.ensureAttributes({ identityKey, attributes })).toEqual(predicted);
    },
  },
  {
    id: "attributes/preview-writes-nothing",
    says: "previewAttributes writes nothing",
    needs,
    async run({ methods, state, fixture: { identityKey, attribute } }) {
      const before = await state();
      const attributes = { [attribute.name]: attribute.values[1] };
      const first = await methods.previewAttributes({ identityKey, attributes });
      expect(await state()).toEqual(before);
      expect(await methods.previewAttributes({ identityKey, attributes })).toEqual(first);
    },
  },
  {
    id: "attributes/unchanged",
    says: "what holds already is left alone",
    needs,
    async run({ methods, state, fixture: { identityKey, attribute } }) {
      const before = await state();
      const result = await methods.ensureAttributes({
        identityKey,
        attributes: { [attribute.name]: attribute.values[0] },
      });
      expect(result).toMatchObject({ changed: false, attributes: [{ name: attribute.name, changed: false }] });
      expect(await state()).toEqual(before);
    },
  },
  {
    id: "attributes/set",
    says: "ensureAttributes sets once and tells before and after",
    needs: [...needs, "IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, attribute } }) {
      const [before, after] = attribute.values;
      const attributes = { [attribute.name]: after };
      const result = await methods.ensureAttributes({ identityKey, attributes });
      expect(result).toMatchObject({ changed: true, attributes: [{ changed: true, before, after }] });
      expect(await methods.ensureAttributes({ identityKey, attributes })).toMatchObject({ changed: false });
      expect((await methods.getIdentity({ identityKey }))?.attributes[attribute.name]).toBe(after);
    },
  },
  ...(["null", "empty"] as const).map(
    (how): Check => ({
      id: `attributes/clear-${how}`,
      says: `${how === "null" ? "null" : "the empty string"} clears an attribute, once`,
      needs: [...needs, "IdLE.Identity.Read"],
      async run({ methods, fixture: { identityKey, attribute } }) {
        const attributes = { [attribute.name]: how === "null" ? null : "" };
        const result = await methods.ensureAttributes({ identityKey, attributes });
        expect(result.changed).toBe(true);
        expect(result.attributes[0]?.after ?? null).toBeNull();
        expect(await methods.ensureAttributes({ identityKey, attributes })).toMatchObject({ changed: false });
        const identity = await methods.getIdentity({ identityKey });
        expect(identity?.attributes[attribute.name] ?? null).toBeNull();
      },
    }),
  ),
  {
    id: "attributes/typed",
    says: "numbers, booleans, lists and binary values keep their type",
    needs: [...needs, "IdLE.Identity.Read"],
    async run({ methods, fixture: { identityKey, typedValues } }) {
      const ensure = () => methods.ensureAttributes({ identityKey, attributes: typedValues });
      expect(await ensure()).toMatchObject({ changed: true });
      expect((await methods.getIdentity({ identityKey }))?.attributes).toMatchObject(typedValues);
      expect(await ensure()).toMatchObject({ changed: false });
    },
  },
  {
    id: "attributes/assume",
    says: "previewAttributes takes what is assumed as current in place of the system's value",
    needs,
    async run({ methods, fixture: { identityKey, attribute } }) {
      const [here, assumed] = attribute.values;
      const preview = (wanted: string, current: Attributes) =>
        methods.previewAttributes({
          identityKey,
          attributes: { [attribute.name]: wanted },
          assume: { attributes: current },
        });
      expect(await preview(assumed, { [attribute.name]: assumed })).toMatchObject({ changed: false });
      const back = await preview(here, { [attribute.name]: assumed });
      expect(back).toMatchObject({ changed: true, attributes: [{ before: assumed, after: here }] });
      expect(await preview(here, {}), "what is not assumed is the system's").toMatchObject({ changed: false });
      expect(await preview(here, { [attribute.name]: null })).toMatchObject({ changed: true });
    },
  },
  {
    id: "attributes/assume-created",
    says: "an identity assumed created holds only what is assumed, whether it is there or not",
    needs,
    async run({ methods, fixture: { identityKey, unknownKey, attribute } }) {
      const attributes = { [attribute.name]: attribute.values[0] };
      for (const key of [identityKey, unknownKey]) {
        const preview = (assumed: Attributes) =>
          methods.previewAttributes({
            identityKey: key,
            attributes,
            assume: { created: true, attributes: assumed },
          });
        expect(await preview({})).toMatchObject({ changed: true });
        expect(await preview(attributes)).toMatchObject({ changed: false });
      }
    },
  },
  {
    id: "attributes/ensure-unknown",
    says: "ensureAttributes fails with NotFound for an unknown identity",
    needs,
    run: ({ methods, fixture: { unknownKey: identityKey, attribute } }) =>
      expectNotFound(() => methods.ensureAttributes({ identityKey, attributes: { [attribute.name]: "x" } })),
  },
  {
    id: "attributes/preview-unknown",
    says: "previewAttributes fails with NotFound for an unknown identity that nobody creates",
    needs,
    async run({ methods, fixture: { unknownKey: identityKey, attribute } }) {
      const attributes = { [attribute.name]: "x" };
      await expectNotFound(() => methods.previewAttributes({ identityKey, attributes }));
      await expectNotFound(() => methods.previewAttributes({ identityKey, attributes, assume: { attributes } }));
    },
  },
];
