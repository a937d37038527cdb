/** What plays: one track at a time from its signed address, and what stream-server is told of it. */

import { call, session } from './api.js';
import { Line } from './line.js';
import { capital, store, stored } from './ui.js';

export const QUALITIES = ['low', 'medium', 'high'];
const WAITS_MS = [0, 1_000, 2_000]; // before the first and the two further tries to get a track going
const READY_MS = 3_500; // in which a line has to bring the first AHEAD_S seconds of the music
const AHEAD_S = 3;
const LOOK_MS = 50;
const SLOW_MS = 6_000;
const PROGRESS_MS = 1_000;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const WORDS = {
  404: 'This track is no longer on Veza.',
  409: 'This track is still being prepared. Try again in a moment.',
};

/** Tells of every change with the event `change`, and of a track that starts to sound with `started`. */
class Player extends EventTarget {
  track = null;
  queue = [];
  status = 'idle'; // idle, loading, playing, paused, failed
  message = ''; // what is wrong, or what the person should know
  quality = 'medium';
  volume = Number(stored('volume', '0.8'));
  audio = new Audio();
  #preferred = ''; // by the account of whoever is signed in
  #stream = null;
  #wanted = false;
  #told = false; // whether stream-server knows that it plays
  #position = 0;
  #turn = 0; // a newer wish makes whatever an older one still waits for void
  #expiry = 0; // when the address of what plays is of no use any more
  #renewal = 0;
  #slow = 0;
  #line = new Line('stream-server', '/ws/stream', () => ({ type: 'Ping', command_id: crypto.randomUUID() }));
  #plays = new Set();

  constructor() {
    super();
    this.#line.addEventListener('state', () => {
      this.#told = this.#line.state === 'open' && this.status === 'playing' && this.#command('Play');
    });
    this.#line.addEventListener('frame', ({ detail }) => this.#answered(detail));
    setInterval(() => this.status === 'playing' && this.#command('Progress'), PROGRESS_MS);
    window.addEventListener('online', () => this.status === 'failed' && this.toggle());
    const session = navigator.mediaSession;
    session?.setActionHandler('play', () => this.toggle());
    session?.setActionHandler('pause', () => this.toggle());
    session?.setActionHandler('nexttrack', () => this.skip(1));
    session?.setActionHandler('previoustrack', () => this.skip(-1));
  }

  get position() {
    return this.audio.readyState > 0 ? this.audio.currentTime : this.#position;
  }

  get duration() {
    return Number.isFinite(this.audio.duration) ? this.audio.duration : (this.track?.duration_seconds ?? 0);
  }

  /** The track `steps` further in the queue, or undefined. */
  neighbour(steps) {
    const here = this.queue.findIndex(({ id }) => id === this.track?.id);
    return here < 0 ? undefined : this.queue[here + steps];
  }

  /** Play a track from its beginning; those after it in the queue follow. */
  play(track, queue = [track]) {
    this.#hush();
    Object.assign(this, { track, queue });
    this.#wanted = true;
    return this.#load(0);
  }

  skip(steps) {
    const track = this.neighbour(steps);
    if (track) this.play(track, this.queue);
  }

  toggle() {
    if (!this.track) return;
    if (this.status === 'failed') {
      this.#wanted = true;
      this.#load(this.#position);
    } else if (this.audio.ended) {
      this.play(this.track, this.queue);
    } else {
      this.#wanted = !this.#wanted;
      if (this.#wanted) this.#sound();
      else this.audio.pause();
      if (!this.#stream) this.#become(this.#wanted ? 'loading' : 'paused');
    }
  }

  seek(seconds) {
    this.#position = seconds;
    if (this.status === 'failed') this.toggle();
    else if (this.audio.ended) this.play(this.track, this.queue);
    else this.audio.currentTime = seconds;
    this.#changed();
  }

  /** Choose a quality; what plays goes on in it, from the same position. */
  choose(quality) {
    this.quality = quality;
    this.#keep(quality);
    this.#changed();
    if (this.status === 'failed') this.toggle();
    else if (this.track && !this.audio.ended) this.#load(this.position);
  }

  /** What is started from now on starts in this quality; called again with the same, it leaves what was chosen since. */
  prefer(quality) {
    if (quality === this.#preferred) return;
    this.#preferred = this.quality = quality;
    this.#changed();
  }

  /** Keep the choice for the account, so that every device of the person follows it. */
  async #keep(quality) {
    this.#preferred = session.user.preferred_quality = quality;
    try {
      await call('backend-api', '/api/v1/users/me', { method: 'PATCH', body: { preferred_quality: quality } });
    } catch (error) {
      this.message = `${capital(quality)} quality is not kept for the next time. ${error.message}`;
      this.#changed();
    }
  }

  setVolume(volume) {
    this.volume = this.audio.volume = volume;
    store('volume', volume);
  }

  /** Be silent and forget what was playing. */
  stop() {
    this.#hush();
    this.#line.close();
    this.#preferred = '';
    Object.assign(this, { track: null, queue: [], message: '' });
    this.#become('idle');
  }

  /**
   * Get the track going at a position: a new stream, and an audio element that is ready before it takes over, so that
   * what sounds meanwhile sounds on without a gap.
   */
  async #load(position) {
    const turn = (this.#turn += 1);
    const stale = () => turn !== this.#turn;
    this.#position = position;
    this.message = '';
    if (!this.#sounds()) this.#become(this.#wanted ? 'loading' : 'paused');
    let { quality } = this;
    let failure;
    for (const wait of WAITS_MS) {
      await pause(failure?.tooSlow ? 0 : wait);
      if (stale()) return;
      try {
        const next = await this.#prepare(quality);
        if (stale()) {
          this.#end(next.stream);
          silence(next.audio);
        } else {
          this.#use(next);
        }
        return;
      } catch (error) {
        if (stale()) return;
        failure = error;
        if (error.status >= 400 && error.status < 500) break;
        // The stream started and its music did not come in time: the line may bear a lower quality.
        if (error.tooSlow) quality = QUALITIES[Math.max(QUALITIES.indexOf(quality) - 1, 0)];
      }
    }
    this.#failed(failure);
  }

  /** A new stream, and an audio element that can play it from where we are, with some seconds in hand. */
  async #prepare(quality) {
    const body = { track_id: this.track.id, quality };
    if (quality !== this.quality) body.instead_of = this.quality;
    const stream = await call('stream-server', '/api/stream/start', { method: 'POST', body });
    const audio = new Audio();
    const currentTime = this.#sounds() ? this.position : this.#position;
    Object.assign(audio, { preload: 'auto', volume: this.volume, src: stream.stream_url, currentTime });
    return new Promise((done, refuse) => {
      const settle = (act) => () => (clearTimeout(late), clearInterval(looking), act());
      const fail = (why) => settle(() => {
        this.#end(stream);
        silence(audio);
        refuse(Object.assign(new Error(why), { tooSlow: true }));
      });
      const late = setTimeout(fail('The line is too slow.'), READY_MS);
      const ready = settle(() => done({ stream, audio }));
      const looking = setInterval(() => hasEnough(audio) && ready(), LOOK_MS);
      audio.addEventListener('canplay', () => hasEnough(audio) && ready());
      audio.addEventListener('error', fail('The music could not be fetched.'), { once: true });
    });
  }

  #use({ stream, audio }) {
    const [before, oldStream, sounded] = [this.audio, this.#stream, this.#sounds()];
    if (sounded) audio.currentTime = before.currentTime;
    else if (audio.currentTime !== this.#position) audio.currentTime = this.#position;
    this.audio = audio;
    this.#stream = stream;
    this.#told = false;
    this.#watch(audio);
    before.replaceWith(audio);
    if (this.#wanted) this.#sound();
    silence(before);
    if (oldStream) this.#end(oldStream);
    this.track = { ...this.track, ...stream.metadata };
    if (stream.quality !== this.quality) {
      this.message = `Playing in ${stream.quality} quality, because ${this.quality} could not be started.`;
      this.quality = stream.quality;
    }
    this.#renewBefore(stream.expires_at);
    this.#describe();
    this.#changed();
    if (!oldStream) this.dispatchEvent(new Event('started'));
  }

  #watch(audio) {
    const heed = (name, act) => audio.addEventListener(name, () => audio === this.audio && act());
    heed('playing', () => {
      this.#slowness(false);
      this.#become('playing');
      this.#line.open();
      this.#told ||= this.#command('Play');
    });
    heed('pause', () => {
      if (audio.ended) return;
      this.#wanted = false;
      this.#command('Pause');
      this.#told = false;
      this.#become('paused');
    });
    heed('waiting', () => {
      this.#become('loading');
      // A browser does not tell that further ranges are refused; it waits. Then a new address is needed.
      if (Date.now() > this.#expiry) this.#load(audio.currentTime);
      else this.#slowness(true);
    });
    heed('timeupdate', () => {
      this.#position = audio.currentTime;
      this.#changed();
    });
    heed('seeked', () => this.#command('Seek'));
    heed('durationchange', () => this.#changed());
    heed('ended', () => {
      this.#leaveStream();
      this.#wanted = false;
      this.#become('paused');
      this.skip(1);
    });
    heed('error', () => {
      if (audio.error.code === MediaError.MEDIA_ERR_DECODE) this.#failed(new Error('It is damaged.'));
      else this.#load(this.#position); // refused by now, or the line broke: a new address
    });
  }

  #sound() {
    this.audio.play().catch(({ name }) => {
      if (name !== 'NotAllowedError') return; // whatever else is wrong is told by the element's own events
      this.#wanted = false;
      this.message = 'Press play to start.';
      this.#become('paused');
    });
  }

  #sounds() {
    return this.#stream !== null && !this.audio.paused && !this.audio.error;
  }

  #failed(error) {
    const why = WORDS[error.status] ?? error.message;
    if (this.#sounds()) {
      this.message = `${capital(this.quality)} quality could not be started. ${why}`;
      this.quality = this.#stream.quality;
      this.#changed();
    } else {
      this.message = `“${this.track.title}” cannot be played. ${why}`;
      this.#leaveStream();
      this.#wanted = false;
      this.#become('failed');
    }
  }

  /** Renew the address before its time is up, unless all of the track is here already. */
  #renewBefore(expiry) {
    clearTimeout(this.#renewal);
    this.#expiry = Date.parse(expiry);
    const left = this.#expiry - Date.now();
    this.#renewal = setTimeout(() => {
      const { buffered, currentTime, duration } = this.audio;
      const whole = [...Array(buffered.length).keys()].some(
        (i) => buffered.start(i) <= currentTime && buffered.end(i) >= duration - 0.5);
      if (this.#sounds() && !whole) this.#load(currentTime);
    }, Math.max(left - Math.min(10_000, left / 4), 1_000));
  }

  #slowness(waiting) {
    clearTimeout(this.#slow);
    const hint = 'The line is slow. A lower quality may help.';
    if (!waiting && this.message === hint) this.message = '';
    if (waiting) {
      this.#slow = setTimeout(() => {
        this.#load(this.position);
        this.message = hint;
        this.#changed();
      }, SLOW_MS);
    }
  }

  #hush() {
    this.#turn += 1;
    clearTimeout(this.#renewal);
    this.#slowness(false);
    this.#leaveStream();
    const before = this.audio;
    this.audio = new Audio();
    before.replaceWith(this.audio);
    silence(before);
  }

  #leaveStream() {
    if (this.#stream) this.#end(this.#stream);
    this.#stream = null;
  }

  #end(stream) {
    if (!this.#command('Stop', stream)) {
      call('stream-server', `/api/stream/${stream.stream_id}/stop`, { method: 'POST' }).catch(() => {});
    }
  }

  /** Tell stream-server; false when there is no line to it, which keeps nothing from sounding. */
  #command(type, stream = this.#stream) {
    if (!stream) return false;
    const command_id = crypto.randomUUID();
    if (type === 'Play') this.#plays.add(command_id);
    const { stream_id } = stream;
    return this.#line.send({ type, command_id, stream_id, position_seconds: Math.round(this.position * 100) / 100 });
  }

  #answered({ type, command_id, success, error }) {
    if (type !== 'CommandResponse' || !this.#plays.delete(command_id)) return;
    if (success) this.#line.settled();
    else if (error?.code === 'STREAM_STOPPED' && this.#sounds()) this.#load(this.position); // while the line was down
  }

  #describe() {
    if (!navigator.mediaSession) return;
    const { title, artist } = this.track;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: artist?.name ?? '' });
  }

  #become(status) {
    this.status = status;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Whether it can play, and the next seconds of it, or all that is left, are here. */
function hasEnough({ buffered, currentTime, duration, readyState }) {
  if (readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return false;
  const needed = Math.min(currentTime + AHEAD_S, duration - 0.2);
  return [...Array(buffered.length).keys()].some(
    (i) => buffered.start(i) <= currentTime + 0.1 && buffered.end(i) >= needed);
}

function silence(audio) {
  audio.pause();
  audio.removeAttribute('src');
  audio.load();
}

export const player = new Player();
