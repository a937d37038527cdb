@VZ-02
Feature: Refused sign-ins
  Whoever tries to get in without the right to learns nothing from being refused: not whether
  there is such an account, nor what is wrong with it. Guessing gets slower and slower.

  Rule: A refusal does not tell why

    @critical
    Example: the same answer for every reason
      Given Lina has an account
      And Zoe has an account that was deactivated
      When somebody signs in with a wrong password for Lina
      And somebody signs in with an e-mail that nobody has
      And somebody signs in with the right password for Zoe
      Then all of them are refused with one and the same answer
      And no session is left behind for Lina or Zoe

    @critical
    Example: nearly right is wrong
      Given Lina has an account with a password that much comes near to
      Then nothing that comes near it, or near her e-mail, opens a session for Lina

    @alone
    Example: after the same time for every reason
      When 20 sign-ins are refused for each reason
      Then the time until the answer does not tell the reason

    @ui
    Example: in the browser
      Given Lina has an account
      When Lina signs in in the browser with a wrong password
      Then Lina reads "E-mail or password is not right."
      And Lina is still asked to sign in, with her e-mail as she typed it

  Rule: What is malformed is refused by field

    Scenario Outline: <what>
      When somebody signs in with the e-mail "<e-mail>" and the password "<password>"
      Then the refusal names <fields>

      Examples:
        | what                      | e-mail           | password  | fields             |
        | nothing at all            |                  |           | email and password |
        | no e-mail                 |                  | moonlight | email              |
        | no password               | lina@people.test |           | password           |
        | an e-mail that is none    | lina at people   | moonlight | email              |
        | an e-mail without a place | lina@            | moonlight | email              |

    @ui
    Example: in the browser
      When Lina signs in in the browser with the e-mail "lina at people"
      Then Lina is told beside the e-mail that it is not right

  Rule: Repeated failures are slowed down

    Background:
      Given Lina has an account

    @critical
    Example: after five failures, even the right password has to wait
      When somebody signs in 5 times with a wrong password for Lina
      Then Lina is told to wait when she signs in
      And Lina can sign in when that time is over, and not before

    Example: each further failure doubles the wait
      Given somebody has signed in 5 times with a wrong password for Lina
      When somebody waits as told and fails once more, twice
      Then Lina is told each time to wait twice as long

    @needs.cache
    Example: up to a quarter of an hour, and no longer
      Given signing in as Lina has failed 20 times in a row
      When somebody signs in with a wrong password for Lina
      Then Lina is told to wait for 15 minutes

    Example: an e-mail that nobody has is slowed down alike, and that of a closed account
      Given Zoe has an account that was deactivated
      When somebody signs in 5 times with an e-mail that nobody has
      Then the next try with that e-mail is told to wait as well
      When somebody signs in 5 times with a wrong password for Zoe
      Then Zoe is told to wait when she signs in

    Example: failures count when they are in a row
      Given somebody has signed in 4 times with a wrong password for Lina
      And Lina has signed in
      When somebody signs in 4 times with a wrong password for Lina
      Then Lina can sign in at once

    Example: nobody else is slowed down
      Given Zoe has an account
      When somebody signs in 5 times with a wrong password for Lina
      Then Zoe can sign in at once

    Example: many tries at once do not get round it
      When somebody signs in 20 times at once with a wrong password for Lina
      Then at most 5 of them were looked at, and the others told to wait

    @ui
    Example: in the browser
      Given Lina is about to sign in in the browser
      And somebody has signed in 5 times with a wrong password for Lina
      When Lina tries to sign in in the browser
      Then Lina reads how long to wait
      And Lina can sign in in the browser when that time is over
