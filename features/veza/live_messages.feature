@VZ-08
Feature: Live messages
  People who listen together talk together. What somebody says is seen at once by everybody
  in the conversation and by nobody else; once, in the order it was said; and it is still
  there for those who come later.

  Background:
    Given Lina, Arno and Milo are in a conversation

  Rule: Everybody present sees a message once

    @critical @realtime
    Example: a remark about the track that is playing
      Given Arno has published "Night Bus"
      And Lina is listening to "Night Bus"
      When Lina says "This track is amazing! 🎵" about it
      Then Arno and Milo each see it once, with a link to "Night Bus"
      And it is in the history once, with its time

    @realtime @load @alone
    Example: almost always within 50 milliseconds
      When Lina says 200 things, one after another
      Then Arno and Milo see 95 % of them within 50 milliseconds, and each of them once

    @ui @realtime
    Example: in the browser
      Given Milo has the conversation open in the browser
      When Lina says "Can you hear that? 🎷"
      Then Milo reads "Can you hear that? 🎷" from Lina once
      And Arno sees what Milo says in the browser once

    @realtime
    Example: on all devices of somebody
      Given Arno is present on his laptop and on his phone
      When Lina says "Both of you"
      Then Arno sees it once on his laptop and once on his phone
      And Arno sees once on his laptop what he says on his phone

    @realtime
    Example: said again because no answer came
      When Lina says "Is anybody there?", and sends it twice more as if no answer had come
      Then Arno and Milo each see it once
      And it is in the history once, with its time
      And Lina is told each time that it is the same message, also when she sends it elsewhere
      And what Arno says as if it were the same is another message, which Lina and Milo see once

  Rule: Everybody sees the same order

    @critical @realtime
    Example: three people talking at once
      Given Arno and Milo are in another conversation as well
      When Lina, Arno and Milo each say 30 things as fast as they can
      Then everybody sees the same 90 messages in the same order
      And so does somebody who joins afterwards

    @realtime
    Example: somebody who joins in the middle
      When Arno and Milo join again and again while Lina says 300 things
      Then Arno and Milo have each time seen what was said without gap or repetition

  Rule: What was confirmed is seen once, whatever happens meanwhile

    @critical @realtime @needs.control @disrupts.veza
    Scenario Outline: while <misfortune>
      When for 3 seconds Lina, Arno and Milo talk while <misfortune>
      Then each message that was confirmed is seen once by everybody else, and found once, all in one order

      Examples:
        | misfortune                                                                                |
        | chat-server dies again and again                                                          |
        | chat-server hangs for a moment, then postgres is away for a moment, then chat-server dies |
        | chat-server-2 dies, then chat-server dies, then chat-server-2 hangs for a moment          |

      @needs.lines
      Examples:
        | misfortune                                                         |
        | the line between people and chat-server breaks off again and again |

  Rule: What was said stays

    Example: for those who come later
      Given Lina has said "Who is still up?"
      When Arno leaves and joins again
      Then Arno finds "Who is still up?" in the history, with the same identity and time that Milo saw

    Example: word for word
      When Lina says each of these things, and what somebody might tidy up
        | what                                 |
        | 👩‍👩‍👧‍👦 🏳️‍🌈 é ß 漢字 مرحبا                 |
        | <b>bold</b> & "quoted" 'too'         |
        | %s {}\n $1 ; DROP TABLE messages; -- |
      Then Arno and Milo see each of them word for word, live and in the history

    Scenario Outline: a message of <length> <characters> is <outcome>
      When Lina says something of <length> <characters>
      Then it is <outcome>

      Examples:
        | length | characters | outcome  |
        | 1      | letter     | accepted |
        | 2000   | letters    | accepted |
        | 2001   | letters    | refused  |
        | 0      | letters    | refused  |
        | 2000   | emoji      | accepted |
        | 2001   | emoji      | refused  |

  Rule: A conversation is for its members

    @critical @realtime
    Example: a listener outside it
      Given Zoe is on Veza, but not in the conversation
      When Lina says "Just between us"
      Then Arno and Milo each see it once
      And Zoe sees nothing of it, neither live nor in any history

    @realtime
    Example: a listener outside it who tries to come in
      When Zoe tries to join the conversation
      And Lina says "Just between us"
      Then Zoe is refused because she is not a member
      And Arno and Milo each see it once
      And Zoe sees nothing of it, neither live nor in any history

    @realtime
    Example: a listener outside it who speaks
      Given Zoe is on Veza, but not in the conversation
      When Zoe says "Let me in" to it all the same
      Then Zoe is refused because she is not a member
      And nobody in the conversation sees "Let me in", neither live nor in any history
