@VZ-01
Feature: Signing in
  Somebody's e-mail and password open the whole of Veza to them: the pages, the music, the
  conversations. Signing out closes it again, everywhere and at once.

  Background:
    Given Lina has an account

  Rule: The right e-mail and password lead to the dashboard

    @critical @ui
    Example: in the browser
      When Lina signs in in the browser
      Then Lina sees her dashboard
      And one session of Lina is open
      And Lina is still signed in when she opens Veza again
      And Lina stays signed in there until her session is over

    @ui
    Example: a page that was asked for before signing in
      When Lina opens her playlists in the browser
      Then Lina is asked to sign in
      And Lina sees her playlists after signing in

    Example: capitals and blanks around the e-mail do not matter
      When Lina signs in with her e-mail in capitals and blanks around it
      Then one session of Lina is open

    Example: blanks and capitals of the password do
      Given Zoe has an account with a password that much comes near to
      When Zoe signs in
      Then every service lets Zoe in
      And one session of Zoe is open

    Example: several people at the same moment
      When Lina, Arno, Milo and Zoe sign in at the same moment, five times
      Then each of them is signed in as themselves, every time

    @needs.control @needs.lines @disrupts.veza
    Scenario Outline: while <misfortune>
      When for 4 seconds Lina signs in again and again while <misfortune>
      Then each sign-in of Lina that was confirmed has opened one session, and none that was refused

      Examples:
        | misfortune                                                                        |
        | the line between backend-api and its cache stalls again and again                 |
        | the line between web and backend-api breaks off again and again                   |
        | postgres is away for a second, then backend-api hangs for a moment, then web dies |

    @alone @needs.logs
    Example: each part is done in its time
      When Lina signs in 20 times
      Then each part of signing in is done in time, 95 % of the times
        | part                               | at most          |
        | web checks the e-mail and password | 2 seconds        |
        | backend-api opens the session      | 1 second         |
        | web keeps the session              | 500 milliseconds |
      And all 20 sessions of Lina are open

  Rule: One session opens every service

    @critical
    Example: pages, music and conversations
      When Lina signs in
      Then every service lets Lina in

    Example: until it is over
      When Lina signs in
      Then her session says when it is over, and that is within a day

  Rule: Signing out ends the session on every service

    @critical
    Example: for everything that is asked afterwards
      Given Lina is signed in
      And every service has let Lina in
      When Lina signs out
      Then every service refuses Lina
      And no session of Lina is open

    @needs.control @disrupts.veza
    Example: for good, whatever is restarted
      Given Lina is signed in
      When Lina signs out
      And backend-api is restarted
      Then every service refuses Lina
      And no session of Lina is open

    @realtime
    Example: for what is still open
      Given Lina is signed in, with live connections to her conversations and her music
      And Lina plays "Night Bus", which Arno has published
      When Lina signs out
      Then both connections of Lina are closed within 1 second, because the session has ended
      And nothing goes on playing for Lina

    @ui
    Example: in the browser
      Given Lina is signed in in the browser
      When Lina signs out in the browser
      Then Lina is asked to sign in
      And no session of Lina is open
      And going back does not bring her dashboard back

    Example: and no other session
      Given Lina is signed in on her laptop and on her phone
      And Lina is signed in, with live connections to her conversations and her music
      When Lina signs out on her phone
      Then every service refuses Lina on her phone
      But both connections of Lina are open still
      And every service lets Lina in on her laptop

    Example: nor the music on another device
      Given Lina is signed in on her laptop and on her phone
      And Lina plays "Night Bus", which Arno has published
      When Lina signs out on her phone
      Then Lina listens to "Night Bus" still
