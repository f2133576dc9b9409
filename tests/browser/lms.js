// The page of the test LMS: npm scorm-again answers the course, and every call is written down.
'use strict';

const launch = JSON.parse(document.getElementById('launch').textContent);

/** Every call of the course, in order: {name, values, answer, error}. */
const calls = [];
let reported = 0;

/** Calls that the server has not heard of yet. */
function news() {
  const first = reported;
  reported = calls.length;
  return { first, calls: calls.slice(first) };
}

function report() {
  const told = news();
  if (told.calls.length > 0) navigator.sendBeacon(launch.record, JSON.stringify(told));
}

const NAMES = {
  API: [
    'LMSInitialize',
    'LMSFinish',
    'LMSGetValue',
    'LMSSetValue',
    'LMSCommit',
    'LMSGetLastError',
    'LMSGetErrorString',
    'LMSGetDiagnostic',
  ],
  API_1484_11: [
    'Initialize',
    'Terminate',
    'GetValue',
    'SetValue',
    'Commit',
    'GetLastError',
    'GetErrorString',
    'GetDiagnostic',
  ],
};

/** What calls do instead of answering; '' = nothing. */
const FAULTS = {
  throw: () => {
    throw new Error('the LMS stumbled');
  },
  false: () => 'false',
  undefined: () => undefined,
  empty: () => '',
  number: () => 7,
  lie: () => 'true',
  // The page stands still for that long, and then the answer is no.
  hang: () => {
    const end = performance.now() + 5000;
    while (performance.now() < end);
    return 'false';
  },
};
let fault = '';
let faulty = [];

/** From now on these calls (by their names in SCORM 2004; none = all) go wrong. */
function misbehave(name, names) {
  fault = name;
  faulty = names;
}

const nameIn2004 = (name) => (name === 'LMSFinish' ? 'Terminate' : name.replace(/^LMS/, ''));
const fails = (name) => fault !== '' && (faulty.length === 0 || faulty.includes(nameIn2004(name)));
const asksForErrors = (name) => /Error|Diagnostic/.test(name);

/** The API object as the course finds it. */
function witnessed(real, name) {
  const names = NAMES[name];
  const lastError = names[5];
  let stumbled = false;
  const api = {};
  for (const each of names) {
    api[each] = (...values) => {
      const call = { name: each, values, answer: null, error: '' };
      calls.push(call);
      if (fails(each) && !asksForErrors(each)) {
        call.error = 'injected';
        stumbled = true;
        call.answer = FAULTS[fault]();
        return call.answer;
      }
      if (each === lastError && stumbled) call.answer = '101';
      else if (launch.refused.includes(each)) call.answer = 'false';
      else call.answer = real[each](...values);
      if (!asksForErrors(each)) {
        stumbled = false;
        call.error = String(real[lastError]());
      }
      if (/Commit|Finish|Terminate/.test(each)) report();
      return call.answer;
    };
  }
  return api;
}

function makeApi() {
  const Api = launch.api === 'API' ? Scorm12API : Scorm2004API;
  const real = new Api({
    autocommit: false,
    lmsCommitUrl: launch.commit,
    dataCommitFormat: 'json',
    sendFullCommit: true,
    logLevel: 5,
    requestHandler: (commit, about) => ({ cmi: commit.cmi, last: about?.isTerminateCommit === true }),
  });
  real.loadFromJSON(launch.cmi);
  window[launch.api] = witnessed(real, launch.api);
}

window.addEventListener('pagehide', report);
// The answers to the last calls are known only after the course has gone; bubbling comes after the frames' own.
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && report());

if (launch.late > 0) setTimeout(makeApi, launch.late);
else if (launch.late === 0) makeApi();

if (launch.popup) {
  const open = document.createElement('button');
  open.textContent = 'Enter';
  open.addEventListener('click', () => window.open(launch.content, 'course', 'width=1000,height=700'));
  document.body.append(open);
} else {
  const frame = document.createElement('iframe');
  frame.src = launch.content;
  frame.title = 'Course';
  document.body.append(frame);
}
