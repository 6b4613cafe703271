control "ELB.8" {
  slug     = "clb-strong-tls-policy"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Encryption of data in transit"]
  title = {
    en = "Classic Load Balancers use a strong predefined TLS policy"
    ja = "Classic Load Balancer が強力な事前定義セキュリティポリシーを使っている"
  }
  why = {
    en = "Old protocol versions and ciphers can be broken, and a client can be tricked into using them as long as the load balancer offers them."
    ja = "古いプロトコルや暗号スイートは解読される恐れがあり、ロードバランサーが受け付ける限り、通信を弱い方式へ引き下げる攻撃が成立します。"
  }
  decides     = "checked"
  config_rule = "elb-predefined-security-policy-ssl-check"
  frameworks = {
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }

  parameter "predefinedPolicyName" {
    default = "ELBSecurityPolicy-TLS-1-2-2017-01"
    description = {
      en = "Predefined security policy that listeners must use"
      ja = "リスナーに求める事前定義セキュリティポリシー"
    }
  }

  check "aws_elb" {
    each = "listener"
    locals {
      port      = each.value.lb_port
      encrypted = contains(["https", "ssl"], lower(each.value.lb_protocol))
      others    = [for item in concat(companions("aws_load_balancer_listener_policy", "load_balancer_name"), companions("aws_lb_ssl_negotiation_policy", "load_balancer")) : item if try(item.load_balancer_port, item.lb_port) == local.port]
      older     = [for policy in companions("aws_load_balancer_policy", "load_balancer_name") : policy if join(",", policy.policy_attribute[*].name) == "Reference-Security-Policy" && any([for item in local.others : contains(try(item.policy_names, []), policy.policy_name)])]
      outdated  = [for item in local.others : item if try(join(",", item.attribute[*].name), "") == "Reference-Security-Policy"]
      policies  = [for policy in companions("aws_load_balancer_policy", "load_balancer_name") : policy.policy_name if any([for attribute in policy.policy_attribute : attribute.name == "Reference-Security-Policy" && attribute.value == param.predefinedPolicyName])]
      attached = any([for item in companions("aws_load_balancer_listener_policy", "load_balancer_name") : all([
        item.load_balancer_port == local.port,
        any([for name in default(item.policy_names, []) : contains(local.policies, name)]),
      ])])
      negotiated = any([for item in companions("aws_lb_ssl_negotiation_policy", "load_balancer") : all([
        item.lb_port == local.port,
        any([for attribute in item.attribute : attribute.name == "Reference-Security-Policy" && attribute.value == param.predefinedPolicyName]),
      ])])
    }
    enforce {
      condition = any([!local.encrypted, local.attached, local.negotiated])
      at        = "lb_port"
      error_message = {
        en = "the listener on port ${each.value.lb_port} does not use the policy ${param.predefinedPolicyName}"
        ja = "ポート ${each.value.lb_port} のリスナーがセキュリティポリシー ${param.predefinedPolicyName} を使っていない"
      }
    }
    fix {
      when   = !exists(local.others)
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "negotiate TLS by ${param.predefinedPolicyName}"
        ja = "セキュリティポリシー ${param.predefinedPolicyName} を使う"
      }
      warning = {
        en = "Clients without TLS 1.2 cannot connect any longer."
        ja = "TLS 1.2 に対応しないクライアントは接続できなくなります。"
      }
      resource "aws_lb_ssl_negotiation_policy" {
        name          = "strong-tls"
        load_balancer = self.id
        lb_port       = local.port
        attribute {
          name  = "Reference-Security-Policy"
          value = param.predefinedPolicyName
        }
      }
    }
    fix {
      when   = exists(local.older)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "name ${param.predefinedPolicyName} in the attached policy"
        ja = "設定済みのポリシーで ${param.predefinedPolicyName} を指定する"
      }
      warning = {
        en = "Clients without TLS 1.2 cannot connect any longer, at any listener that uses the policy."
        ja = "このポリシーを使うすべてのリスナーで、TLS 1.2 に対応しないクライアントは接続できなくなります。"
      }
      on  = local.older
      set = { "policy_attribute.value" = param.predefinedPolicyName }
    }
    fix {
      when   = exists(local.outdated)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "name ${param.predefinedPolicyName} in the listener's policy"
        ja = "リスナーのポリシーで ${param.predefinedPolicyName} を指定する"
      }
      warning = {
        en = "Clients without TLS 1.2 cannot connect any longer."
        ja = "TLS 1.2 に対応しないクライアントは接続できなくなります。"
      }
      on  = local.outdated
      set = { "attribute.value" = param.predefinedPolicyName }
    }
    no_fix = {
      en = "the listener has a policy of its own: name the predefined policy there as the Reference-Security-Policy"
      ja = "リスナーに独自のポリシーが設定されている。そのポリシーの Reference-Security-Policy に事前定義ポリシーを指定する"
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Listeners tab choose Manage listeners, then Edit beside the security policy.", "Choose the predefined policy ELBSecurityPolicy-TLS-1-2-2017-01 and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「リスナー」タブで「リスナーの管理」を選び、セキュリティポリシーを編集する。", "事前定義ポリシー ELBSecurityPolicy-TLS-1-2-2017-01 を選んで保存する。"]
    }
    cli = "aws elb create-load-balancer-policy --load-balancer-name NAME --policy-name strong-tls --policy-type-name SSLNegotiationPolicyType --policy-attributes AttributeName=Reference-Security-Policy,AttributeValue=ELBSecurityPolicy-TLS-1-2-2017-01"
  }

  example "fail" "no policy" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "fixed" "no policy" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "fail" "an older policy" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-2016-08"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "fixed" "an older policy" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "fail" "a policy for another port" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 8443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "fail" "a policy for another port, attached" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 8443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "fail" "a policy that is not attached" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "SSL"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "fail" "another attribute of that value" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Server-Defined-Cipher-Order"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "fail" "a policy of another name is attached" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = ["other"]
    }
  }

  example "fail" "another attribute of an attached policy" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Server-Defined-Cipher-Order"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "fail" "an older policy that is negotiated" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-2015-05"
      }
    }
  }

  example "fixed" "an older policy that is negotiated" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "pass" "attached" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "pass" "negotiated" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "pass" "with the order of ciphers beside it" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Server-Defined-Cipher-Order"
        value = "true"
      }
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_elb" "site" {
      name    = "site"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "site" {
      load_balancer_name = aws_elb.site.name
      policy_name        = "site"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Server-Defined-Cipher-Order"
        value = "true"
      }
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_policy" "sticky" {
      load_balancer_name = aws_elb.site.name
      policy_name        = "sticky"
      policy_type_name   = "LBCookieStickinessPolicyType"
      policy_attribute {
        name  = "CookieExpirationPeriod"
        value = "600"
      }
    }

    resource "aws_load_balancer_listener_policy" "site" {
      load_balancer_name = aws_elb.site.name
      load_balancer_port = 443
      policy_names = [
        aws_load_balancer_policy.sticky.policy_name,
        aws_load_balancer_policy.site.policy_name,
      ]
    }
  }

  example "pass" "joined by names" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "shop"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = "shop"
      load_balancer_port = 443
      policy_names       = ["tls"]
    }
  }

  example "pass" "another policy by parameter" {
    params = { predefinedPolicyName = "ELBSecurityPolicy-2016-08" }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = aws_elb.shop.name
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-2016-08"
      }
    }

    resource "aws_load_balancer_listener_policy" "https" {
      load_balancer_name = aws_elb.shop.name
      load_balancer_port = 443
      policy_names       = [aws_load_balancer_policy.tls.policy_name]
    }
  }

  example "pass" "plain TCP is not judged" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 25
        lb_protocol       = "tcp"
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "ELBSecurityPolicy-TLS-1-2-2017-01"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }

    resource "aws_lb_ssl_negotiation_policy" "shop" {
      name          = "strong-tls"
      load_balancer = aws_elb.shop.id
      lb_port       = 443
      attribute {
        name  = "Reference-Security-Policy"
        value = tostring(terraform_data.later.output)
      }
    }
  }
}
