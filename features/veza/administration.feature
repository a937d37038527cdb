@VZ-15
Feature: Administration
  What an admin does to an account counts at once, on every service and on what is open at that
  moment. The audit log says who did what to whom, when and from where; nobody else reads it, and
  nobody at all changes it.

  Rule: What an admin does counts at once, everywhere

    @critical @realtime
    Example: an account is deactivated, with all that is open
      Given Lina has live connections to her conversations and her music, on her laptop and on her phone
      When Ada deactivates the account of Lina
      Then all connections of Lina are closed within 1 second, because the session has ended
      And every service refuses Lina
      And no session of Lina is open
      And Lina can no longer sign in, and nobody finds her to invite her

    @realtime
    Example: in the middle of a talk, on every device
      Given Arno, Lina and Milo are in a conversation
      And Lina is present on her laptop and on her phone
      And Lina plays "Night Bus", which Arno has published
      When Ada deactivates the account of Lina
      Then Arno and Milo see once that Lina has gone
      And nothing goes on playing for Lina
      And Lina is refused on her laptop and on her phone, whatever she asks for

    @ui
    Example: in the browser
      Given Arno and Lina are members of a conversation
      And Lina has the conversation open in the browser
      When Ada deactivates the account of Lina
      Then Lina is asked to sign in

    @critical @realtime
    Example: a role is changed, and what is open stays open
      Given Lina has live connections to her conversations and her music, on her laptop and on her phone
      And every service has let Lina in
      When Ada makes Lina a moderator
      Then all connections of Lina are open still
      And every service takes Lina for a moderator
      When Ada makes Lina a listener
      Then every service takes Lina for a listener

    @realtime @needs.control @disrupts.veza
    Scenario Outline: while <part> hangs
      Given Lina is signed in, with live connections to her conversations and her music
      And every service has let Lina and Zoe in
      When <part> hangs
      And Ada makes Zoe a moderator
      And Ada deactivates the account of Lina
      Then once all is well every service refuses Lina, and both of her connections are closed within 5 seconds
      And every service takes Zoe for a moderator

      Examples:
        | part  |
        | redis |
        | nats  |

  Rule: The audit log says who did what to whom, when and from where

    @critical
    Example: each thing once, newest first
      When Ada makes Lina an artist
      And Ada makes Lina a moderator
      And Ada deactivates the account of Lina
      Then the audit log tells of each once, with who, when and from where

    Example: nothing that changes nothing
      Given Ada has made Lina an artist
      When Ada makes Lina an artist once more
      And Ada deactivates the account of Lina
      And Ada deactivates the account of Lina once more
      Then the audit log tells of each once, with who, when and from where

    Example: what two admins do at the same moment
      When Ada and another admin deactivate the account of Lina at the same moment
      Then the audit log tells of it once, and of one of them

    Example: what two admins change at the same moment
      When Ada and another admin each give Lina a role at the same moment, again and again
      Then the audit log tells of each role of Lina once, and what she was before

    Example: not from where somebody pretends to be
      When Ada makes Lina an artist, and pretends to be elsewhere
      And Ada deactivates the account of Lina, and pretends to be elsewhere
      Then the audit log tells of each once, with who, when and from where

  Rule: Nobody else does any of it, nor reads of it

    @critical @realtime
    Example: what is refused has no effect
      Given Zoe is signed in, with live connections to her conversations and her music
      When Lina, Arno and Milo try to make Zoe an admin, to deactivate her account and to read the audit log
      Then each of them is refused each time as not allowed
      And both connections of Zoe are open still
      And every service takes Zoe for a listener
      And the audit log tells nothing of Zoe

    Example: nor an admin to themselves
      When Ada tries to make herself a listener and to deactivate her own account
      Then Ada is told each time that this is for another admin to do
      And every service takes Ada for an admin

    Example: the log cannot be changed
      Given Ada has made Lina an artist
      When Lina, Arno, Milo and Ada try to change and to remove what the audit log tells
      Then the audit log tells of each once, with who, when and from where
