@AU-10
Feature: Secure between the services of Audit
  Nothing goes over the wire in the clear, and nobody gets in on somebody else's word: people
  show their token, services show theirs, and each is good for what it was given for.

  Rule: Every outside entry speaks TLS

    @critical
    Example: with a certificate that can be trusted
      Then every service shows a certificate for its name, from the authority of the platform
      And no service answers in the clear
      And no service speaks a version of TLS before 1.2

  Rule: A service accepts no call of another without its token

    @needs.credentials
    Scenario Outline: <token>
      When each operation between services is called with <token>
      Then each of them is refused, and says nothing else

      Examples:
        | token                           |
        | no token                        |
        | the token of a person           |
        | a token for another service     |
        | a token that has expired        |
        | a token that was altered        |
        | a token that is not signed      |
        | a token signed by somebody else |

    @needs.credentials
    Example: a token that was good once
      When one token calls each operation between services, before and after it expires
      Then each of them is refused, and says nothing else

    @needs.credentials
    Example: the token that belongs there
      When each operation between services is called with the right token
      Then none of them is refused for its token

    @needs.credentials
    Example: the token that belongs there, but for a trifle
      When services are called with a token that belongs there, altered in every way there is
      Then none of them is taken for it

  Rule: Only a good token of a person opens a service

    @critical @needs.credentials
    Scenario Outline: <token>
      Given Nora has been at every service
      When every operation is called with <token>
      Then each of them is refused, live connections included

      Examples:
        | token                                 |
        | no token                              |
        | a token in the wrong place            |
        | a token that has expired              |
        | a token that was altered              |
        | a token that is not signed            |
        | a token signed by somebody else       |
        | a token with something amiss          |
        | the token of a service                |
        | the token of a session that has ended |
        | the token of a closed account         |

    @critical
    Example: a good token, but for a trifle
      Given Nora is signed in
      When Nora's token is shown to every service, altered in every way there is
      Then none of them is taken for it

    @critical
    Example: not the pages of somebody else, in the browser of who is signed in
      Then no page from elsewhere can act for Nora, or read what her token opens
      And no page of Audit loads anything from elsewhere

    Example: nothing but the front door is open
      When every operation that any service offers is called without a token
      Then only those meant for everybody answer

  Rule: There is no door but those that were promised

    Example: in what services say of themselves
      Then each service describes what Audit promises, and nothing else

    Example: at their ports
      Given Nora is signed in
      Then each service listens at one port, and answers at no path and to no method that was not promised
