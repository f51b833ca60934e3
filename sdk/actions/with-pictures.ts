import type { ActionPayload } from "../../shared/wire.ts";
import { safeLink } from "./safe-link.ts";

/** How long an action waits for its pictures at most. Milliseconds. */
const patienceMs = 2_000;

/** Whether a picture is to be had: it exists, and the page's policy lets it in. */
const arrives = async (address: string): Promise<boolean> => {
  const picture = new Image();
  picture.src = address;
  const late = new Promise<never>((_, refuse) => {
    setTimeout(refuse, patienceMs);
  });
  return Promise.race([picture.decode(), late]).then(
    () => true,
    () => false,
  );
};

const withPicture = async <Pictured extends { image?: string | undefined }>(
  pictured: Pictured,
): Promise<Pictured> => {
  const { image, ...rest } = pictured;
  const address = safeLink(image);
  return address && (await arrives(address)) ? pictured : (rest as Pictured);
};

/**
 * Waits until the pictures of an action have arrived, so that a card is shown complete and does not
 * move when one comes.
 *
 * @returns The action without those that are not to be had.
 * @example const ready = await withPictures(action);
 */
export async function withPictures(action: ActionPayload): Promise<ActionPayload> {
  const { products } = action;
  return withPicture(
    products ? { ...action, products: await Promise.all(products.map(withPicture)) } : action,
  );
}
