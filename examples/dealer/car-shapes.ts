import type { CarId } from "./cars.ts";

/**
 * Side view of a car that looks to the left, in a box of 960 by 350 whose ground is at y = 304.
 * About 175 units are a metre, so the three stand beside one another in their true proportions.
 */
export interface CarShape {
  wheels: {
    front: number;
    rear: number;
    y: number;
    radius: number;
    arch: number;
    spokes: number;
    spokeWidth: number;
  };
  /** Outline from the front bumper over the roof to the rear bumper; the underside is added by the drawing. */
  outline: string;
  /** Where the outline began, to close it. */
  chin: string;
  /** Height of the underside. */
  sillY: number;
  /** Side windows. */
  glass: string;
  /** Wind screen, rear window or glass roof, seen from the edge. */
  screens: string[];
  /** Rail above the side windows, in the colour of the body. */
  rail: string;
  /** Posts between the windows: dark ones and ones in the colour of the body. */
  darkPosts: string[];
  paintedPosts: string[];
  /** Gaps around the doors. */
  doors: string[];
  handles: [x: number, y: number][];
  /** Shoulder crease that catches the light. */
  crease: string;
  /** The lower flank, where the ground is mirrored. */
  flank: string;
  headlight: string;
  taillight: string;
  mirror: string;
  /** Unpainted plastic round the arches and the sill. */
  hasCladding: boolean;
  /** Dark strokes: roof rails, grilles, spoilers. */
  trims: { path: string; width: number }[];
}

export const carShapes: Readonly<Record<CarId, CarShape>> = {
  aurora: {
    wheels: { front: 205, rear: 722, y: 242, radius: 62, arch: 69, spokes: 10, spokeWidth: 9 },
    outline:
      "M82 270C70 263 64 252 65 236C66 220 72 208 86 199C112 184 158 172 208 163C252 155 292 149 322 141C380 102 444 68 536 63C634 59 720 92 796 134C826 138 852 141 876 143C886 145 889 151 885 160C890 174 892 190 891 208C890 230 888 248 882 260C877 271 868 277 854 278",
    chin: "L106 277C95 277 88 274 82 270Z",
    sillY: 279,
    glass:
      "M350 147C400 110 456 83 534 78C614 75 680 99 738 130C730 135 716 138 702 139L380 150C366 151 354 150 350 147Z",
    screens: [
      "M324 141C382 102 444 68 536 63C634 59 720 92 796 134L766 136C700 98 626 69 535 72C450 77 392 109 339 144Z",
    ],
    rail: "M341 147C396 106 454 78 534 74C616 71 690 99 756 136",
    darkPosts: ["M546 76L560 146", "M688 100L708 140"],
    paintedPosts: [],
    doors: [
      "M372 150C354 176 350 226 362 270",
      "M557 146C566 184 564 236 556 270",
      "M704 140C718 158 698 176 674 192C660 204 652 216 650 232",
    ],
    handles: [
      [506, 173],
      [640, 168],
    ],
    crease: "M100 206C240 178 560 160 900 162",
    flank: "M80 246C220 250 300 236 420 228C560 220 760 214 912 220L912 290L60 290Z",
    headlight: "M78 207C96 195 124 186 156 181C142 193 116 203 82 213Z",
    taillight: "M886 160C862 155 834 154 806 157L808 163C838 162 868 166 890 176Z",
    mirror: "M366 147C364 134 374 127 392 128C400 129 402 138 394 144C386 149 374 150 366 147Z",
    hasCladding: false,
    trims: [
      { path: "M70 251C86 257 108 260 134 259", width: 5 },
      { path: "M888 244C868 252 836 256 800 256", width: 4 },
    ],
  },
  boreal: {
    wheels: { front: 222, rear: 728, y: 232, radius: 72, arch: 82, spokes: 6, spokeWidth: 19 },
    outline:
      "M96 250C84 240 79 224 79 200C78 170 80 152 90 142C112 129 162 121 216 117C256 114 296 113 318 109C346 74 380 38 408 23C430 10 520 2 610 2C700 2 786 8 830 20C846 24 850 30 843 37C856 68 868 98 878 126C888 150 890 176 888 206C887 230 882 246 870 254",
    chin: "L120 260C108 259 102 256 96 250Z",
    sillY: 262,
    glass:
      "M348 112C372 80 396 52 420 39C440 31 520 26 610 26C690 26 764 30 800 39C816 58 828 80 836 100C837 105 833 107 826 107L360 116C350 116 346 115 348 112Z",
    screens: [
      "M324 109C350 76 382 40 410 26L419 31C394 46 366 80 341 111Z",
      "M849 46C858 68 866 90 873 110L864 107C857 84 850 64 843 47Z",
    ],
    rail: "M342 114C368 80 394 49 418 36C440 27 520 22 610 22C692 22 768 26 804 36",
    darkPosts: ["M538 24L550 114"],
    paintedPosts: ["M700 24L730 110"],
    doors: [
      "M364 117C350 148 346 206 356 250",
      "M551 114C560 154 558 214 552 250",
      "M730 110C750 126 736 142 704 154C672 168 652 190 644 216",
    ],
    handles: [
      [502, 138],
      [682, 135],
    ],
    crease: "M94 156C240 134 560 124 882 132",
    flank: "M74 208C200 214 300 202 420 196C560 190 760 188 892 192L892 290L60 290Z",
    headlight: "M80 158C96 147 120 141 150 138L143 151C120 154 98 160 79 169Z",
    taillight: "M872 110C882 132 888 150 889 176L878 170C876 150 870 132 861 114Z",
    mirror: "M358 114C354 98 362 90 382 91C392 92 394 104 388 110C378 116 366 117 358 114Z",
    hasCladding: true,
    trims: [
      { path: "M440 12C474 -6 740 -6 790 13", width: 5 },
      { path: "M82 194C96 198 112 200 128 199", width: 13 },
    ],
  },
  cirrus: {
    wheels: { front: 262, rear: 708, y: 247, radius: 57, arch: 65, spokes: 5, spokeWidth: 15 },
    outline:
      "M140 266C128 257 124 244 125 228C126 206 132 193 147 183C177 167 217 155 259 148C296 142 318 138 340 129C378 94 426 62 488 53C562 44 650 46 718 60C748 66 772 72 786 81C790 85 788 89 780 91C794 112 806 128 817 148C830 166 836 190 834 222C832 248 828 264 814 272",
    chin: "L164 274C152 273 145 271 140 266Z",
    sillY: 278,
    glass:
      "M364 137C402 105 444 79 496 71C562 63 640 64 706 77C726 83 744 94 756 108C760 116 754 122 740 124L384 141C372 142 366 141 364 137Z",
    screens: [
      "M343 130C380 96 428 64 488 55L500 62C444 72 398 100 354 136Z",
      "M788 100C798 114 806 128 813 142L800 138C794 124 784 108 774 96Z",
    ],
    rail: "M356 137C398 101 440 74 496 66C562 58 644 60 710 73C734 79 752 90 766 106",
    darkPosts: ["M556 64L568 134"],
    paintedPosts: ["M684 68L716 126"],
    doors: [
      "M380 142C364 170 360 222 370 268",
      "M569 135C578 176 576 234 570 268",
      "M716 126C728 146 704 162 684 176C662 190 648 204 642 226",
    ],
    handles: [
      [524, 164],
      [660, 156],
    ],
    crease: "M160 190C300 164 560 146 818 152",
    flank: "M130 236C240 244 320 230 430 222C560 214 720 208 836 212L836 290L110 290Z",
    headlight: "M138 192C152 180 180 170 212 166C208 182 180 196 140 204Z",
    taillight: "M808 132C820 148 830 162 833 184L812 182C800 180 796 168 800 156Z",
    mirror: "M372 138C369 124 377 117 396 118C405 119 407 129 400 135C391 141 380 141 372 138Z",
    hasCladding: false,
    trims: [
      { path: "M130 238C146 246 168 250 192 249", width: 6 },
      { path: "M832 248C812 254 792 256 774 256", width: 4 },
    ],
  },
};
