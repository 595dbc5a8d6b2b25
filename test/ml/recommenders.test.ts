import { fitEase, scoreByEase } from "~/ml/neighbors/ease";
import { fitEpisodePairs } from "~/ml/neighbors/episode-pairs";
import { fitItemKnn } from "~/ml/neighbors/item-knn";
import { fitNextOrder } from "~/ml/neighbors/next-order";
import { scoreByNeighbors, type ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import { indexSessions, scoreBySessionKnn, type Sessions } from "~/ml/neighbors/session-knn";
import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { prepareUpCf, recentShares, scoreByUpCf } from "~/ml/neighbors/up-cf";
import {
  recommenderContract,
  type Orders,
  type FittedRecommender,
} from "../contracts/recommender-contract";

/** Per neighbor its number, its score and its shared count; and a few bytes per product. */
const neighborBytes = ({ items }: { items: number }) => items * (12 * items + 12) + 64;

function itemKnn(orders: Orders, items: number): FittedRecommender {
  const options = { k: 50, shrinkage: 2, minShared: 1, asymmetry: 0.4, inverseFrequency: true };
  return byNeighbors(fitItemKnn(toMatrix(orders, items), options), orders);
}

function rp3Beta(orders: Orders, items: number): FittedRecommender {
  const options = { k: 50, alpha: 0.8, beta: 0.2 };
  return byNeighbors(fitRp3Beta(toMatrix(orders, items), options), orders);
}

function transitions(orders: Orders, items: number): FittedRecommender {
  const options = {
    k: 50,
    maxSteps: 3,
    stepDecay: 0.5,
    backward: 0.5,
    asymmetry: 0.5,
    shrinkage: 1,
  };
  return byNeighbors(fitTransitions(toSessions(orders), items, options), orders);
}

function nextOrder(orders: Orders, items: number): FittedRecommender {
  const options = { k: 50, shrinkage: 2, minShared: 1, asymmetry: 0.5, sameOrderWeight: 0.5 };
  return byNeighbors(fitNextOrder(toFirstOrders(orders, items), options), orders);
}

/** Each customer's products lead to each other. */
function episodePairs(orders: Orders, items: number): FittedRecommender {
  const matrix = toMatrix(orders, items);
  const episodes = {
    from: matrix,
    to: matrix,
    weights: new Float64Array(orders.length).fill(1),
    profileOf: Int32Array.from(orders.keys()),
  };
  const candidates = new Uint8Array(items).fill(1);
  const options = { k: 50, shrinkage: 2, minShared: 1, asymmetry: 0.5, candidates };
  return byNeighbors(fitEpisodePairs(episodes, options), orders);
}

function ease(orders: Orders, items: number): FittedRecommender {
  const model = fitEase(toMatrix(orders, items), 5);
  return {
    model,
    score: (user, into) => scoreByEase(model, historyOf(orders[user]!), into),
  };
}

function sessionKnn(orders: Orders, items: number): FittedRecommender {
  const sessions = toSessions(orders);
  const model = indexSessions(sessions, items, {
    neighbors: 100,
    itemHalfLife: 4,
    sessionHalfLife: Infinity,
    voteHalfLife: 4,
    voteBackward: 0.5,
    lengthPower: 0.5,
    inverseFrequency: true,
  });
  return {
    model,
    score(user, into) {
      const range = [sessions.offsets[user]!, sessions.offsets[user + 1]!] as const;
      const own = {
        items: sessions.items.subarray(...range),
        steps: sessions.steps.subarray(...range),
      };
      scoreBySessionKnn(model, own, into);
    },
  };
}

function upCf(orders: Orders, items: number): FittedRecommender {
  const options = { neighbors: 100, asymmetry: 0.25, locality: 2 };
  const model = prepareUpCf(recentShares(toSessions(orders), items, 10), options);
  const { offsets, indices, values } = model.shares;
  return {
    model,
    score: (user, into) => {
      const range = [offsets[user], offsets[user + 1]] as const;
      const own = { products: indices.subarray(...range), weights: values.subarray(...range) };
      scoreByUpCf(model, own, into);
    },
  };
}

recommenderContract("item-kNN", { fit: itemKnn, maxBytes: neighborBytes });
recommenderContract("RP3beta", { fit: rp3Beta, maxBytes: neighborBytes });
recommenderContract("transitions", { fit: transitions, maxBytes: neighborBytes });
recommenderContract("next-order", { fit: nextOrder, maxBytes: neighborBytes });
recommenderContract("episode pairs", { fit: episodePairs, maxBytes: neighborBytes });
recommenderContract("EASE", { fit: ease, maxBytes: ({ items }) => 4 * items * items });
recommenderContract("session kNN", {
  fit: sessionKnn,
  maxBytes: ({ users, items, entries }) => 16 * entries + 48 * users + 16 * items + 64,
});
recommenderContract("UP-CF@r", {
  fit: upCf,
  maxBytes: ({ users, items, entries }) => 24 * entries + 64 * users + 16 * items + 4096,
});

function byNeighbors(model: ProductNeighbors, orders: Orders): FittedRecommender {
  return {
    model,
    score: (user, into) => scoreByNeighbors(model, historyOf(orders[user]!), into),
  };
}

/** Each product once, with equal weights. */
function historyOf(own: Orders[number]) {
  const products = [...new Set(own.flat())];
  return { products, weights: products.map(() => 1) };
}

function toMatrix(orders: Orders, items: number): SparseMatrix {
  const firsts = toFirstOrders(orders, items);
  return { ...firsts, values: new Float64Array(firsts.values.length).fill(1) };
}

/** The position of the first order with the item. */
function toFirstOrders(orders: Orders, items: number): SparseMatrix {
  const entries = orders.flatMap((own, user) =>
    [...new Set(own.flat())].map((item) => ({
      user,
      item,
      position: own.findIndex((order) => order.includes(item)),
    })),
  );
  return fromTriplets({
    rows: orders.length,
    columns: items,
    rowIndices: entries.map(({ user }) => user),
    columnIndices: entries.map(({ item }) => item),
    values: entries.map(({ position }) => position),
  });
}

function toSessions(orders: Orders): Sessions {
  const offsets = new Int32Array(orders.length + 1);
  orders.forEach((own, user) => (offsets[user + 1] = offsets[user]! + own.flat().length));
  return {
    items: Int32Array.from(orders.flat(2)),
    steps: Int32Array.from(
      orders.flatMap((own) => own.flatMap((order, step) => order.map(() => step))),
    ),
    offsets,
    ages: new Float64Array(orders.length),
  };
}
