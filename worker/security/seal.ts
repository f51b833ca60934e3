import { fromBase64, toBase64, utf8 } from "./encoding.ts";

async function sealKey(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("scoreline seal") },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const ivBytes = 12;

/** Encrypts a text that has to be stored, with AES-256-GCM under a key derived from the deployment's secret. */
export async function seal(secret: string, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealKey(secret), utf8(text));
  return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

/** @throws {DOMException} When the text was changed, or sealed under another secret. */
export async function unseal(secret: string, sealed: string): Promise<string> {
  const [iv = "", data = ""] = sealed.split(".");
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: fromBase64(iv) },
    await sealKey(secret),
    fromBase64(data),
  );
  return new TextDecoder().decode(plain);
}
