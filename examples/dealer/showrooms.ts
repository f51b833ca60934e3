/** A showroom; its district, hours and hints are in `texts/` under the same id. */
export interface Showroom {
  id: ShowroomId;
  name: string;
  address: string;
  phone: string;
  latitude: number;
  longitude: number;
  /** Side of the pin on which its name stands on the map. */
  labelSide: "left" | "right";
}

export const showroomIds = ["maslak", "nisantasi", "bakirkoy", "kadikoy", "atasehir", "kartal"] as const;
export type ShowroomId = (typeof showroomIds)[number];

/** The six showrooms, from north to south on each side of the water. Streets and numbers are invented. */
export const showrooms: readonly Showroom[] = [
  {
    id: "maslak",
    name: "Maslak",
    address: "Meridyen Caddesi 12, 34398 Sarıyer",
    phone: "+90 212 555 01 12",
    latitude: 41.111,
    longitude: 29.021,
    labelSide: "left",
  },
  {
    id: "nisantasi",
    name: "Nişantaşı",
    address: "Öğle Sokak 8, 34365 Şişli",
    phone: "+90 212 555 01 08",
    latitude: 41.052,
    longitude: 28.993,
    labelSide: "left",
  },
  {
    id: "bakirkoy",
    name: "Bakırköy",
    address: "Sahil Yolu 140, 34142 Bakırköy",
    phone: "+90 212 555 01 40",
    latitude: 40.986,
    longitude: 28.872,
    labelSide: "left",
  },
  {
    id: "kadikoy",
    name: "Kadıköy",
    address: "Rıhtım Caddesi 21, 34710 Kadıköy",
    phone: "+90 216 555 01 21",
    latitude: 40.989,
    longitude: 29.034,
    labelSide: "left",
  },
  {
    id: "atasehir",
    name: "Ataşehir",
    address: "Boylam Bulvarı 3, 34758 Ataşehir",
    phone: "+90 216 555 01 03",
    latitude: 40.992,
    longitude: 29.122,
    labelSide: "right",
  },
  {
    id: "kartal",
    name: "Kartal",
    address: "Ufuk Caddesi 77, 34862 Kartal",
    phone: "+90 216 555 01 77",
    latitude: 40.908,
    longitude: 29.19,
    labelSide: "left",
  },
];
