@VZ-05
Feature: Listening
  A track starts in the quality that was chosen and really plays. What a listener gets is for
  that listener, for that track, and for a while.

  Background:
    Given Arno has published "Night Bus"

  Rule: A track starts in the chosen quality

    @critical
    Scenario Outline: <quality> quality
      When Lina starts "Night Bus" in <quality> quality
      Then Lina gets the title, the artist and the length of "Night Bus"
      And the audio that Lina gets is all of "Night Bus", at <bit rate> kbit/s

      Examples:
        | quality | bit rate |
        | low     | 128      |
        | medium  | 192      |
        | high    | 320      |

    Example: two people at the same time
      Given Arno has published "Day Train"
      When Lina starts "Night Bus" and Zoe "Day Train" 5 times at the same time
      Then each of them has got what they started each time, as a stream of their own

    Example: a quality that there is not
      When Lina starts "Night Bus" in perfect quality
      Then Lina is refused because of the quality
      And nothing is playing for Lina

    Example: a track that there is not
      When Lina starts a track that does not exist
      Then Lina is told that there is no such track

  Rule: The audio really plays in the browser

    @critical @ui @alone
    Example: without a stall
      Given Lina is on her dashboard in the browser
      When Lina plays "Night Bus" in high quality in the browser for 4 seconds
      Then it played in high quality, without a stall, and with gaps of at most 5 % of that time
      And Veza knows that Lina listened to "Night Bus", and how far

    @ui
    Example: moving to another place in the track
      Given Lina is playing "Night Bus" in the browser
      When Lina moves to the middle of the track
      Then it plays on from there

    @ui
    Example: moving to another place while it is paused
      Given Lina is playing "Night Bus" in the browser
      When Lina pauses, moves to the middle of the track and goes on
      Then it plays on from there

    @ui
    Example: changing the quality on the way
      Given Lina is playing "Night Bus" in the browser
      When Lina chooses low quality
      Then it plays on from where it was, in low quality

  Rule: Any part of the audio can be asked for

    Example: one after another, and several at the same moment
      Given Lina has started "Night Bus" in medium quality
      When Lina asks for parts of the audio
        | part                                     |
        | the first 1000 bytes                     |
        | bytes 5000 to 5999                       |
        | the last 500 bytes                       |
        | all from byte 20000                      |
        | the very first byte                      |
        | the very last byte                       |
        | from byte 20000 beyond the end           |
        | more than all, from the end              |
        | several parts, which is all              |
        | a part the wrong way round, which is all |
        | a part in other units, which is all      |
        | no part in particular, which is all      |
      Then Lina gets exactly each part, each time

    Example: a part beyond the end
      Given Lina has started "Night Bus" in medium quality
      When Lina asks for more than there is of the audio
      Then Lina is told how long the audio is, and gets nothing

  Rule: An address is for one track and for a while

    @critical
    Example: it expires
      When Lina starts "Night Bus" with an address that is good for 1 second
      Then Lina can listen at that address for 1 second, and not after

    Scenario Outline: it cannot be forged for <forgery>
      Given Arno has published "Day Train"
      And Lina has started "Night Bus" in low quality
      When Lina changes the address for <forgery>
      Then Lina gets no audio at that address

      Examples:
        | forgery          |
        | another track    |
        | better quality   |
        | a longer time    |
        | another listener |
        | another seal     |
        | no seal at all   |
