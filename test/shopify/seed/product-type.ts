/**
 * Words that determine a product's type, by precedence of rows. The purpose ("christmas", "hot water bottle")
 * precedes the object, and a specific word a general one: "metal sign" is a sign before its motif can make it
 * kitchenware.
 */
const ROWS = [
  [
    "Christmas",
    "christmas, xmas, advent, santa, reindeer, snowman, snowflake, snowy, bauble, nativity, stocking, gingerbread, robin, holly, sleigh, cinammon wreath",
  ],
  [
    "Signs & hardware",
    "metal sign, door sign, block letters, wood letters, building block, key fob",
  ],
  ["Soft furnishings", "cushion, doormat, door mat"],
  ["Kitchen & dining", "apron, tea towel, lunch box, lunchbox"],
  ["Bags & accessories", "umbrella, parasol"],
  ["Easter", "easter, bunny, chick, hen, hens"],
  [
    "Candles & scents",
    "candle, candles, candleholder, candlestick, candlepot, candlestand, T-light, votive, candelabra, incense, joss, oil burner, scented, scent, fragrance, potpourri, pot pourri, wax, lavender sachet, scentcandle, chocolatecandle, candleholders",
  ],
  ["Hot water bottles & warmers", "hot water bottle, hottie, hand warmer, warmer, hwb"],
  [
    "Jewellery",
    "necklace, bracelet, earring, brooch, bangle, pendant, hair clip, hairclip, hairslide, hair band, hairband, hair comb, hair tie, hair grip, hair slide, hair, phone charm, bag charm, bead charm, anklet, tiara, choker, hatpin, lariat, ring, diamante ring, charm, bling, heart of glass, key ring, keyring, bead chain",
  ],
  [
    "Bags & accessories",
    "bag, handbag, purse, shopper, washbag, tote, wallet, satchel, luggage tag, passport, travel card, glasses case, card holder, rucksack, backpack, suitcase, case for, cosmetic, trolley, baguette, poncho, rain, rainhat, sunglasses, headphones, sunhat, sombrero",
  ],
  [
    "Cards & wrap",
    "greeting card, card, wrap, wrapping, wrapping paper, gift tag, ribbon, tissue, gift box, tape, gift bow, envelope, postage, giftwrap",
  ],
  [
    "Stationery",
    "notebook, pen, pencil, sketchbook, journal, diary, calendar, sticker, eraser, rubber, ruler, crayon, chalk, memo, notelet, paperweight, book, letter rack, stationery, album, scrapbook, magnet, stamp, file, bookmark, tape measure, sharpener, notepad, blackboard, black board, organiser, message board, clipboard, writing, paper clip, magnets, scissor, memoboard, chalkboard, calculator, coloring, clips",
  ],
  [
    "Lighting",
    "lamp, lampshade, lantern, lights, chandelier, bulb, torch, night light, lightshade, disco ball, pendant lamp, light chain, light garland, paperlantern, glow",
  ],
  [
    "Toys & crafts",
    "toy, doll, jigsaw, game, puzzle, teddy, puppet, skipping rope, domino, dominoes, playing cards, bear, robot, feltcraft, craft, sewing kit, kit, magic, balloon, bubble, spinning top, bank, harmonica, yoyo, whistle, kite, rocking horse, helicopter, rocket, ludo, chess, solitaire, marbles, recorder, drum, paint, painting set, play, glider, skittles, snap, money box, flying disc, pinball, invaders, train, car, monster, snake, creepy, space, tattoo, bouncy ball, mouse, noughts, dinosaur, childs, children, knitting, sewing, crochet, needle, button, yarn, bingo, modelling clay, felt, animal, canary, jumper",
  ],
  [
    "Party & picnic",
    "bunting, party, garland, paper chain, napkin, doily, doilies, paper cup, paper plate, straw, cocktail, picnic, cake case, streamer, mask, banner, confetti, wedding, birthday, honeycomb, fan, dress up, boa, hammock, crown, flag, beach, tinsel, matches, badge, grass skirt",
  ],
  [
    "Mugs & tea",
    "mug, cup, teacup, teapot, tea set, cafetiere, coffee, saucer, cosy, cosies, caddy, jug, tea, teatime",
  ],
  [
    "Baking & cakes",
    "cake, baking, cookie, biscuit, muffin, rolling pin, pastry, whisk, mixing bowl, measuring, mould, cutter, cupcake, sieve, scales, cakestand",
  ],
  [
    "Tins & storage",
    "tin, box, boxes, basket, drawer, cabinet, storage, jar, chest, trunk, crate, container, canister, rack, shelf, shelves, hamper, bin, hook, hanger, coathook, holder, tidy, trinket, pot stand, stand, bucket, bottle rack, letterbox, cupboard, wardrobe, basin",
  ],
  [
    "Kitchen & dining",
    "plate, bowl, dish, dishes, tray, apron, tea towel, oven glove, tablecloth, placemat, place setting, coaster, cutlery, knife, fork, spoon, pan, chopping, chopstick, kitchen, lunch, bottle, beaker, tumbler, wine, salt, pepper, pitcher, butter, cloche, colander, ladle, peg, trivet, fridge, decanter, goblet, platter, bbq, flask, egg, cruet, food, milk, jam, drink, recipe, bread, charger, opener, sugar, dinner, water, breakfast, corkscrew, pudding, dinner set, table run, table runner, runner, glass chalice, aperitif glass, milkshake glass, champagne glass, wine glass, squeezer, teaspoon, petit four, toastrack, salad, cooking, oven, fruitbowl",
  ],
  [
    "Bath & beauty",
    "bath, bathroom, soap, towel, flannel, sponge, toothbrush, shower, nail, make up, lip, lipstick, compact, beauty, hand cream, perfume, massage, plaster, toilet, toothpaste, manicure, mascara, eye mask, lip gloss, body, cream set",
  ],
  [
    "Garden",
    "garden, bird house, birdhouse, bird table, bird feeder, bird bath, birdcage, bird cage, watering can, watering, planter, plant, flower pot, flowerpot, seed, potting, potting shed, herb, gnome, windchime, chime, windmill, thermometer, trowel, gardener, gardeners, deck chair, trellis, urn, toadstool, pot, nest, shed, ladder, barrel, trough, fountain, butterfly house, cane, gardening, secateur, birdfeeder, mushroom, wasp",
  ],
  [
    "Soft furnishings",
    "cushion, throw, quilt, blanket, rug, doormat, door mat, mat, curtain, pillow, fabric, sock, slipper, scarf, shawl, glove, footstool, pad, doorstop, draught, door stop, t-shirt, sarong, knitted, patch, lace, bib, polyester, bedspread, tablemat, shirt, hand towel, seat, wool, cover, pouffe, beanbag",
  ],
  ["Clocks & mirrors", "clock, mirror, alarm, mirrored, watch"],
  [
    "Frames & wall art",
    "frame, photoframe, picture, canvas, print, photo, poster, wall art, art, tile, wall, panel, sampler, postcard, gallery",
  ],
  [
    "Signs & hardware",
    "sign, knob, number, plaque, bell, key fob, fob, letter, letters, word, words, handle, alphabet, door, doorknob, hooks, key, pull, padlock, latch, block, font, doorsign, drawerknob, coathanger",
  ],
  [
    "Furniture",
    "table, chair, stool, bench, sofa, desk, bookcase, bed, screen, furniture, bureau, armchair",
  ],
  [
    "Flowers & vases",
    "vase, flower, rose, bouquet, artificial, wreath, tulip, lily, orchid, sunflower, daisy, blossom, posy, petal, fern, leaf, leaves, ivy, tree, bud, branch, heather, berry, berries, magnolia, poppy, cactus, foliage, stem, dandelion, hydrangea, peony",
  ],
  [
    "Decorations & ornaments",
    "decoration, dec, decorative, ornament, hanging, hang, heart, star, angel, string, mobile, bead, wicker, crystal, drop, feather, bird, butterfly, butterflies, figurine, fairy, statue, skull, dog, cat, rabbit, duck, owl, elephant, horse, fish, lovebird, frog, cherub, buddha, sheep, cow, pig, hedgehog, ornate, model, trophy, ball, globe, sculpture, zinc, cockerel, dragonfly, bell, swirl, chain, dove, curio, obelisk, finial, shell, dragon",
  ],
] as const;

export type ProductType = (typeof ROWS)[number][0] | "Gifts";

const MATCHERS = ROWS.map(([type, words]) => ({
  type,
  pattern: new RegExp(`(?<![a-z-])(?:${words.split(", ").join("|")})s?(?![a-z-])`, "i"),
}));

/** A product's type by the words of its title: that of the first matching row, singular or plural; "Gifts" without a match. */
export function productTypeOf(title: string): ProductType {
  return MATCHERS.find(({ pattern }) => pattern.test(title))?.type ?? "Gifts";
}
