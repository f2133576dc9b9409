// An LMS that sequences: npm scorm-again decides what opens; this page shows it in a frame and keeps the data of each SCO.
'use strict';

const { tree, starts } = JSON.parse(document.getElementById('manifest').textContent);
const kept = new Map();
const refused = [];
let open = '';
let delivered = '';
let frame = null;
let running = false;

const api = new Scorm2004API({
  autocommit: false,
  logLevel: 5,
  sequencing: {
    activityTree: tree,
    eventListeners: {
      onActivityDelivery: ({ id }) => {
        delivered = id;
      },
      onSequencingError: (code) => refused.push(code),
    },
  },
});
const NAMES = ['Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit', 'GetLastError', 'GetErrorString'];
const told = Object.fromEntries(NAMES.map((name) => [name, (...values) => api[name](...values)]));
window.API_1484_11 = {
  ...told,
  Initialize(value) {
    running = true;
    return api.Initialize(value);
  },
  Terminate(value) {
    running = false;
    kept.set(open, JSON.parse(JSON.stringify(api.cmi)));
    const answer = api.Terminate(value);
    // The frame that the call comes from goes afterwards.
    setTimeout(follow);
    return answer;
  },
};

/** Ask for what a button of the LMS, or its table of contents, stands for. */
function ask(request, target) {
  delivered = '';
  if (running) {
    api.SetValue('adl.nav.request', target ? `{target=${target}}${request}` : request);
    frame.remove();
  } else {
    api.getSequencingService().processNavigationRequest(request, target);
    follow();
  }
}

/** Open what was delivered; where the way was refused, what was open before. */
function follow() {
  const next = delivered;
  delivered = '';
  if (next === '' && !api.getSequencingState().currentActivity) {
    frame?.remove();
    frame = null;
    return;
  }
  if (next === '') api.getSequencingService().processNavigationRequest('choice', open);
  show(next || open);
}

function show(item) {
  open = item;
  frame?.remove();
  api.reset();
  const old = kept.get(item);
  const resumes = old?.exit === 'suspend';
  const names = ['completion_status', 'success_status', 'location', 'suspend_data', 'score', 'progress_measure'];
  const data = resumes ? Object.fromEntries(names.map((name) => [name, old[name]]).filter(([, value]) => value)) : {};
  const about = { learner_id: 'mina', learner_name: 'Mina Lee', mode: 'normal', credit: 'credit' };
  api.loadFromJSON({ ...about, ...data, entry: resumes ? 'resume' : 'ab-initio' });
  frame = document.createElement('iframe');
  frame.src = starts[item];
  frame.title = item;
  document.body.append(frame);
}

/** What a gradebook would hold of an item or of the whole course. */
function outcome(id = tree.id) {
  const find = (activity) => (activity.id === id ? activity : activity.children.map(find).find(Boolean));
  const found = find(api.getSequencingState().rootActivity);
  return {
    completion: found.completionStatus,
    success: found.successStatus,
    score: found.objectiveMeasureStatus ? found.objectiveNormalizedMeasure : null,
  };
}

show(Object.keys(starts)[0]);
