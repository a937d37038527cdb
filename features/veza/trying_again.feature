@VZ-19
Feature: Trying again
  A service that gets no answer from another asks again, a few times, after waits that grow. Then it
  gives up, says so to the person who waits, and raises an alert. However often it asked, the
  effect is there once, or not at all.

  Rule: It is tried three times more, and then it is given up with a clear word and an alert

    @critical @needs.lines @disrupts.veza
    Example: signing in, after waits that grow evenly
      Given Lina has an account
      When the line between web and backend-api is cut
      And Lina tries to sign in, though web gets no answer from backend-api
      Then it was tried three times more, after waits that grow evenly
      And Lina is asked to try again later
      And web has raised an alert once
      And no session of Lina is open, until all is well and every service lets Lina in

    @needs.lines @disrupts.veza
    Example: signing in, when no answer ever comes
      Given Lina has an account
      When the line between web and backend-api brings no answer
      And Lina tries to sign in, though web gets no answer from backend-api
      Then it was tried 4 times in all
      And Lina is asked to try again later
      And web has raised an alert once
      And one session of Lina was opened at most

    @critical @needs.lines @disrupts.veza
    Example: handing a track on, after waits that double
      Given Arno has an account, and stream-server has been told of all that was removed before
      When the line between backend-api and stream-server is cut
      And Arno tries to publish a track, though backend-api gets no answer from stream-server
      Then it was tried three times more, after waits that double
      And Arno is asked to try again later
      And backend-api has raised an alert once
      And nothing of what Arno handed in is anywhere on Veza

  Rule: An answer is an answer, whatever it says

    @VZ-02 @needs.lines @disrupts.veza
    Example: signing in, when nobody can be let in
      Given Lina has an account
      When the line between backend-api and its database is cut
      And Lina tries to sign in, and backend-api answers that it cannot let anybody in
      Then Lina is asked to try again later
      And web has raised no alert for it
      And Lina is let in at once when all is well, though she has tried 5 times more

  Rule: What was tried again has its effect once

    @critical @needs.lines @needs.database @disrupts.veza
    Scenario Outline: signing in, when the line <fails> before the first answer comes
      Given Lina has an account
      When Lina signs in while the line between web and backend-api <fails>, until the answer is lost
      Then Lina is signed in, with one session, which is told of once

      Examples:
        | fails            |
        | breaks off       |
        | brings no answer |

    @needs.lines @needs.database @disrupts.veza
    Example: handing a track on, when the first answer never comes
      Given Arno has an account
      When Arno publishes "Day Train" while the line between backend-api and stream-server brings no answer, until the answer is lost
      Then "Day Train" is there once, and is prepared once
