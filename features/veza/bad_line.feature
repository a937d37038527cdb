@VZ-09
Feature: Messages survive a bad line
  People talk on trains, in lifts and behind thick walls. Whatever the line does, what they say
  arrives once and in order, or they are told that it did not; and they miss nothing.

  Background:
    Given Lina, Arno and Milo are in a conversation

  Rule: What is said over a bad line arrives once

    @critical @realtime
    Example: each line breaks before the answer comes
      When Lina says "Is anybody there?", and again over five more lines, each of which breaks before the answer
      Then Arno and Milo each see it once
      And it is in the history once, with its time
      And Lina is told on coming back that it has arrived

    @ui @realtime
    Example: the line of a browser is gone for a moment
      Given Zoe, who is a member too, has the conversation open in the browser
      When the browser of Zoe loses its line, and Arno says 60 things meanwhile
      And Zoe says "We are in a tunnel", "A long one" and "There is light" in the browser without a line
      Then Zoe reads that they are on their way
      And once her line is back Arno and Milo each see them once, in this order
      And Zoe reads all that was said, each thing once and in the same order as the others

    @ui @realtime
    Example: the line of a browser falls silent, though it does not break
      Given Milo has the conversation open in the browser, over a line that may fall silent
      When the line of the browser falls silent without breaking, and Arno says "Can you hear us?" meanwhile
      Then the browser of Milo notices by itself, and comes back to all that was said

    @critical @ui @realtime @needs.lines @disrupts.veza
    Example: the answer to a browser is lost on its way
      Given Zoe, who is a member too, has the conversation open in the browser
      When the line between people and chat-server breaks off
      And Zoe says "Is anybody there?" in the browser
      Then Zoe reads that it is on its way
      And Zoe reads it once when the line is mended, as sent
      And Arno, who comes back as well, has got it once, from before the line was mended

  Rule: A browser tries five times, after ever longer waits, and then says so

    @VZ-19 @critical @ui @realtime
    Example: a line that stays away
      Given Milo has the conversation open in the browser
      When the browser of Milo loses its line, and Arno says 3 things meanwhile
      And Milo says "Hello?" in the browser without a line
      Then the browser of Milo tries five times to come back, after ever longer waits
      And Milo reads that "Hello?" was not sent, and how to try again
      And Lina and Arno see "Hello?" once, after the line of Milo is back and he tries again

    @ui @realtime
    Example: a line that stays away after what was said had arrived
      Given Milo has the conversation open in the browser, over a line that may fall silent
      When Milo says "Hello?" in the browser, but no answer comes, nor can a line be made any more
      Then Milo reads that "Hello?" was not sent, and how to try again
      And Lina and Arno see "Hello?" once, also when Milo tries again once a line can be made

    @VZ-19 @ui @realtime
    Example: a line that breaks six times in an evening
      Given Milo has the conversation open in the browser, over a line that may break
      When the line of the browser breaks 6 times, each time when Milo is back
      Then each of the 6 times the browser of Milo comes back at its first try, as soon as ever

    @VZ-19 @ui @realtime
    Example: a line that breaks whenever it is open
      When Milo opens the conversation in the browser, over a line that breaks whenever it is open
      Then the browser of Milo tries five times to come back, after ever longer waits, and then no more
      And Milo reads that there is no connection

  Rule: Whoever comes back gets what they missed, once and in order

    @realtime
    Scenario Outline: <number> messages
      When the line of Arno breaks, and Lina and Milo say <number> things meanwhile
      And Arno comes back while Lina and Milo talk on
      Then Arno has got all that he missed, once and in order

      Examples:
        | number |
        | no     |
        | 1      |
        | 500    |
        | 501    |

    @realtime
    Example: also when it is too much for one page
      When the line of Arno breaks, and Lina and Milo say 80 things of 2000 emoji
      And Arno comes back while Lina and Milo talk on
      Then Arno has got all that he missed, once and in order

    @VZ-08 @realtime
    Example: also who was cut off because he read too slowly for the others
      When Arno reads no more, and Lina and Milo say 20 things of 2000 emoji and as many more
      Then Arno is cut off, which Lina and Milo see once
      When Arno comes back while Lina and Milo talk on
      Then Arno has got all that he missed, once and in order

    @realtime
    Example: also what they said on another device
      When the line of Arno breaks, and Lina and Milo say 2 things meanwhile
      And Arno himself says something on his phone
      And Arno comes back while Lina and Milo talk on
      Then Arno has got all that he missed, once and in order
