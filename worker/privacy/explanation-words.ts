/** What an explanation says around its numbers, in one language. */
export interface ExplanationWords {
  title: (site: string) => string;
  objected: string;
  result: (total: number, least: number, most: number) => string;
  stage: (stage: string) => string;
  since: (first: string, last: string, events: number) => string;
  rules: (version: number) => string;
  nothing: string;
  times: (count: number, first: string, last: string) => string;
  sum: (total: number) => string;
  use: string;
  received: string;
  nobody: string;
  receiver: (name: string, date: string, what: string) => string;
  kept: (days: number) => string;
  keptForEver: string;
  object: (site: string) => string;
}

const en: ExplanationWords = {
  title: (site) => `How ${site} has assessed your interest`,
  objected: "You have objected to this. Nothing you do earns points any more, and nobody is told of it.",
  result: (total, least, most) => `The result is a number between ${least} and ${most}. Yours is ${total}.`,
  stage: (stage) => `With it you are in the group "${stage}".`,
  since: (first, last, events) =>
    `It was made from ${events} things that you or our systems did between ${first} and ${last}.`,
  rules: (version) =>
    `Each line says what was counted and with how many points. Fixed rules do this, the same for everybody (version ${version}); no person and no learning machine guessed anything. Dates are in universal time (UTC).`,
  nothing: "Nothing was counted.",
  times: (count, first, last) =>
    count === 1 ? first : first === last ? `${count} times, ${first}` : `${count} times, ${first} to ${last}`,
  sum: (total) => `Together: ${total}`,
  use: "It was used to choose the order in which offers are shown, and whether a person gets in touch with you. It was never used to set a price, to grant credit, or to refuse you anything.",
  received: "Who received it:",
  nobody: "Nobody outside received it.",
  receiver: (name, date, what) => `${name}, on ${date}: ${what}`,
  kept: (days) =>
    `All of it is deleted ${days} days after the last thing you do here, or at once if you ask for it.`,
  keptForEver: "No time was set after which it is deleted by itself. It is deleted if you ask for it.",
  object: (site) =>
    `You may object at any time, without giving a reason. Write to ${site}: then nothing is assessed any more. You may also ask for a copy of everything that is kept about you, and have it erased.`,
};

const tr: ExplanationWords = {
  title: (site) => `${site} ilginizi nasıl değerlendirdi`,
  objected: "Buna itiraz ettiniz. Artık yaptığınız hiçbir şey puan kazandırmaz ve kimseye bildirilmez.",
  result: (total, least, most) => `Sonuç ${least} ile ${most} arasında bir sayıdır. Sizinki ${total}.`,
  stage: (stage) => `Bu sonuçla "${stage}" grubundasınız.`,
  since: (first, last, events) =>
    `Sizin veya sistemlerimizin ${first} ile ${last} arasında yaptığı ${events} işlemden hesaplandı.`,
  rules: (version) =>
    `Her satır neyin, kaç puanla sayıldığını söyler. Bunu herkes için aynı olan sabit kurallar yapar (sürüm ${version}); hiçbir insan ve öğrenen hiçbir makine tahminde bulunmadı. Tarihler evrensel saate (UTC) göredir.`,
  nothing: "Hiçbir şey sayılmadı.",
  times: (count, first, last) =>
    count === 1 ? first : first === last ? `${count} kez, ${first}` : `${count} kez, ${first} – ${last}`,
  sum: (total) => `Toplam: ${total}`,
  use: "Tekliflerin hangi sırayla gösterileceğini ve bir kişinin sizinle iletişime geçip geçmeyeceğini seçmek için kullanıldı. Fiyat belirlemek, kredi vermek veya size bir şeyi reddetmek için hiçbir zaman kullanılmadı.",
  received: "Kimlere iletildi:",
  nobody: "Dışarıdan kimseye iletilmedi.",
  receiver: (name, date, what) => `${name}, ${date}: ${what}`,
  kept: (days) => `Tümü, burada yaptığınız son işlemden ${days} gün sonra, isterseniz hemen silinir.`,
  keptForEver: "Kendiliğinden silineceği bir süre belirlenmedi. İsterseniz silinir.",
  object: (site) =>
    `Gerekçe göstermeden her zaman itiraz edebilirsiniz. ${site} ile yazışın: bundan sonra hiçbir değerlendirme yapılmaz. Hakkınızda tutulan her şeyin bir kopyasını ve silinmesini de isteyebilirsiniz.`,
};

const pl: ExplanationWords = {
  title: (site) => `Jak ${site} ocenił(a) Twoje zainteresowanie`,
  objected: "Zgłoszono sprzeciw. Nic, co robisz, nie daje już punktów i nikt się o tym nie dowiaduje.",
  result: (total, least, most) => `Wynik to liczba od ${least} do ${most}. Twój wynik to ${total}.`,
  stage: (stage) => `Z tym wynikiem jesteś w grupie „${stage}”.`,
  since: (first, last, events) =>
    `Powstał na podstawie zdarzeń (${events}), które miały miejsce między ${first} a ${last}.`,
  rules: (version) =>
    `Każdy wiersz mówi, co zostało policzone i za ile punktów. Robią to stałe reguły, takie same dla wszystkich (wersja ${version}); niczego nie zgadywał człowiek ani ucząca się maszyna. Daty podano w czasie uniwersalnym (UTC).`,
  nothing: "Nic nie zostało policzone.",
  times: (count, first, last) =>
    count === 1
      ? first
      : first === last
        ? `${count} razy, ${first}`
        : `${count} razy, od ${first} do ${last}`,
  sum: (total) => `Razem: ${total}`,
  use: "Służył do wyboru kolejności pokazywania ofert oraz do decyzji, czy skontaktuje się z Tobą człowiek. Nigdy nie służył do ustalania ceny, przyznawania kredytu ani do odmowy czegokolwiek.",
  received: "Kto go otrzymał:",
  nobody: "Nikt z zewnątrz go nie otrzymał.",
  receiver: (name, date, what) => `${name}, ${date}: ${what}`,
  kept: (days) =>
    `Wszystko zostanie usunięte po upływie ${days} dni od ostatniej czynności tutaj albo od razu, na Twoją prośbę.`,
  keptForEver: "Nie ustalono czasu, po którym dane usuwają się same. Zostaną usunięte na Twoją prośbę.",
  object: (site) =>
    `Możesz w każdej chwili wnieść sprzeciw, bez podawania przyczyny. Napisz do ${site}: wtedy nic nie będzie już oceniane. Możesz też poprosić o kopię wszystkich danych o Tobie oraz o ich usunięcie.`,
};

const ro: ExplanationWords = {
  title: (site) => `Cum a evaluat ${site} interesul dumneavoastră`,
  objected: "V-ați opus. Nimic din ce faceți nu mai aduce puncte și nimeni nu mai este anunțat.",
  result: (total, least, most) =>
    `Rezultatul este un număr între ${least} și ${most}. Al dumneavoastră este ${total}.`,
  stage: (stage) => `Cu el sunteți în grupul „${stage}”.`,
  since: (first, last, events) =>
    `A fost calculat din ${events} acțiuni ale dumneavoastră sau ale sistemelor noastre, între ${first} și ${last}.`,
  rules: (version) =>
    `Fiecare rând spune ce s-a numărat și cu câte puncte. O fac reguli fixe, aceleași pentru toți (versiunea ${version}); niciun om și nicio mașină care învață nu au ghicit nimic. Datele sunt în timp universal (UTC).`,
  nothing: "Nu s-a numărat nimic.",
  times: (count, first, last) =>
    count === 1
      ? first
      : first === last
        ? `de ${count} ori, ${first}`
        : `de ${count} ori, de la ${first} la ${last}`,
  sum: (total) => `Împreună: ${total}`,
  use: "A fost folosit pentru a alege ordinea în care sunt afișate ofertele și dacă vă contactează o persoană. Nu a fost folosit niciodată pentru a stabili un preț, a acorda un credit sau a vă refuza ceva.",
  received: "Cine l-a primit:",
  nobody: "Nu l-a primit nimeni din afară.",
  receiver: (name, date, what) => `${name}, la ${date}: ${what}`,
  kept: (days) =>
    `Totul se șterge la ${days} de zile după ultima acțiune de aici, sau imediat, la cererea dumneavoastră.`,
  keptForEver:
    "Nu s-a stabilit un termen după care se șterge de la sine. Se șterge la cererea dumneavoastră.",
  object: (site) =>
    `Vă puteți opune oricând, fără să dați un motiv. Scrieți la ${site}: atunci nu se mai evaluează nimic. Puteți cere și o copie a tuturor datelor păstrate despre dumneavoastră, precum și ștergerea lor.`,
};

/** By language. */
export const explanationWords: Readonly<Record<string, ExplanationWords>> = { en, tr, pl, ro };
