@VZ-13
Feature: Publishing
  An artist hands in a file, sees how far Veza is with it, and then everybody can listen to it, in
  the quality that suits their line. What is no music, or not whole, is refused with the reason.

  Rule: A track is prepared in each quality, and then everybody can listen to it

    @critical
    Scenario Outline: <file>
      When Arno publishes "Nachtbus (live) & «Żółć» 🎷" as <file>
      Then it was prepared step by step, as Veza told, until it was ready
      And Lina finds "Nachtbus (live) & «Żółć» 🎷" once
      And Lina can listen to all of "Nachtbus (live) & «Żółć» 🎷" in low, medium and high quality, each better than the one before

      Examples:
        | file                             |
        | a WAV file in stereo at 44.1 kHz |
        | a FLAC file in stereo at 96 kHz  |
        | an OGG file in mono at 48 kHz    |
        | an Opus file in stereo at 48 kHz |
        | an MP3 file in stereo at 32 kHz  |
        | a WAV file in mono at 8 kHz      |

    Example: by two at the same moment
      When Arno and Ada publish a piece of music and a second piece of music at the same moment
      Then Lina can listen to all of what each has published, in low, medium and high quality

    Example: unless it is removed meanwhile
      Given Arno has handed in the track "Long Way Home", which is a minute long
      When Arno removes "Long Way Home" before it is ready
      Then Lina finds it nowhere, and cannot start it

    @ui
    Example: as the artist sees it in the browser
      Given Arno is where tracks are published, in the browser
      When Arno hands in half a minute of music as "Long Way Home" there
      Then Arno reads there how far it is, ever further, until it is ready
      And Lina finds "Long Way Home" once

    @VZ-24 @load @alone
    Example: each service tells the same of it at once
      When Arno publishes 20 short tracks, one after another
      Then what backend-api and stream-server tell of each is the same within 150 milliseconds, 95 % of the times

  Rule: What can be listened to is taken, and nothing else

    @critical
    Example: what is refused
      When Arno hands in each of these files
        | file                               | reason                      |
        | a text that is called song.mp3     | it is no audio              |
        | a picture that is called song.wav  | it is no audio              |
        | an empty file                      | it is no audio              |
        | the first half of a WAV file       | it is damaged               |
        | a WAV file without its end         | it is damaged               |
        | a FLAC file without its end        | it is damaged               |
        | a FLAC file with a spoilt middle   | it is damaged               |
        | the first half of an OGG file      | it is damaged               |
        | an OGG file without its last page  | it is damaged               |
        | an Opus file without its last page | it is damaged               |
        | an MP3 file without its end        | it is damaged               |
        | a WAV file with six channels       | it has too many channels    |
        | a WAV file at 7 kHz                | its sample rate is too low  |
        | a WAV file at 193 kHz              | its sample rate is too high |
        | a twentieth of a second of music   | it is too short             |
        | a file of ten minutes and a second | it is too long              |
        | a file of 20 MB and one byte       | it is too large             |
        | a file of 25 MB                    | it is too large             |
      Then each of them is refused for its reason
      And nothing of what Arno handed in is anywhere on Veza

    @ui
    Example: what is refused, as the artist sees it in the browser
      Given Arno is where tracks are published, in the browser
      When Arno hands in the first half of a WAV file as "Night Bus" there
      Then Arno reads there that it is damaged, and his title is still filled in
      And nothing of what Arno handed in is anywhere on Veza

    Example: what is just right
      When Arno hands in each of these files
        | file                                |
        | a FLAC file that is called song.txt |
        | a WAV file in mono at 192 kHz       |
        | a tenth of a second of music        |
        | a file of ten minutes               |
        | a file of 20 MB                     |
      Then each of them is taken

    Scenario Outline: by <who>, who is no artist
      When <who> hands in each of these files
        | file                             |
        | a WAV file in stereo at 44.1 kHz |
        | a text that is called song.mp3   |
      Then each of them is refused, because only artists and admins publish
      And nothing of what <who> handed in is anywhere on Veza

      Examples:
        | who  |
        | Lina |
        | Milo |

    @ui
    Example: a listener in the browser
      Then Lina finds no way to publish anything in the browser
