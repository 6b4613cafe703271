control "ELB.2" {
  slug     = "clb-acm-certificate"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Encryption of data in transit"]
  title = {
    en = "Classic Load Balancers take their certificates from AWS Certificate Manager"
    ja = "Classic Load Balancer の証明書に AWS Certificate Manager の証明書を使っている"
  }
  why = {
    en = "ACM renews the certificates that it issued by itself and warns before others end. A certificate that was uploaded elsewhere runs out unnoticed, and the site with it."
    ja = "ACM は発行した証明書を自動で更新し、インポートした証明書の期限切れも事前に通知します。それ以外の証明書は、気付かないうちに期限が切れてサービスが止まりかねません。"
  }
  decides     = "checked"
  config_rule = "elb-acm-certificate-required"
  frameworks = {
    "aws-fsbp"       = ["ELB.2"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(5)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }

  check "aws_elb" {
    each = "listener"
    locals {
      encrypted   = contains(["https", "ssl"], lower(each.value.lb_protocol))
      certificate = target(each.value.ssl_certificate_id)
      managed     = local.certificate == null ? try(strcontains(each.value.ssl_certificate_id, ":acm:"), false) : strcontains(address(local.certificate), "aws_acm_certificate")
    }
    enforce {
      condition = any([!local.encrypted, local.managed])
      at        = "ssl_certificate_id"
      error_message = {
        en = "the listener on port ${each.value.lb_port} uses a certificate that is not from AWS Certificate Manager"
        ja = "ポート ${each.value.lb_port} のリスナーが ACM 以外の証明書を使っている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "use a certificate of AWS Certificate Manager"
        ja = "ACM の証明書を使う"
      }
      warning = {
        en = "The certificate must cover the names that clients use."
        ja = "クライアントが使うドメイン名が証明書に含まれている必要があります。"
      }
      input "acm_certificate_arn" {
        description = {
          en = "ARN of an ACM certificate for the load balancer's domain name"
          ja = "ロードバランサーのドメイン名に対応する ACM 証明書の ARN"
        }
      }
      set = { ssl_certificate_id = var.acm_certificate_arn }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Listeners tab choose Manage listeners.", "Choose a certificate from ACM for each HTTPS and SSL listener, and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「リスナー」タブで「リスナーの管理」を選ぶ。", "HTTPS と SSL の各リスナーで ACM の証明書を選び、保存する。"]
    }
    cli = "aws elb set-load-balancer-listener-ssl-certificate --load-balancer-name NAME --load-balancer-port 443 --ssl-certificate-id ACM_CERTIFICATE_ARN"
  }

  example "fail" "a certificate in IAM" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:iam::123456789012:server-certificate/shop"
      }
    }
  }

  example "fixed" "a certificate in IAM" {
    variable "acm_certificate_arn" {
      type    = string
      default = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
  }

  example "fail" "a certificate in IAM that is made with it" {
    variable "private_key" {
      type      = string
      default   = "from the vault"
      sensitive = true
    }

    resource "aws_iam_server_certificate" "shop" {
      name             = "shop"
      certificate_body = "certificate"
      private_key      = var.private_key
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 993
        lb_protocol        = "SSL"
        ssl_certificate_id = aws_iam_server_certificate.shop.arn
      }
    }
  }

  example "fail" "no certificate named" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 443
        lb_protocol       = "https"
      }
    }
  }

  example "fail" "one of two listeners" {
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

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 8443
        lb_protocol        = "ssl"
        ssl_certificate_id = "arn:aws:iam::123456789012:server-certificate/shop"
      }
    }
  }

  example "pass" "a certificate of ACM" {
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

  example "pass" "a certificate that is made with it, and plain TCP" {
    resource "aws_acm_certificate" "shop" {
      domain_name       = "shop.example.com"
      validation_method = "DNS"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = aws_acm_certificate.shop.arn
      }

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 25
        lb_protocol       = "tcp"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = tobool(terraform_data.later.output) ? "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555" : "arn:aws:iam::123456789012:server-certificate/shop"
      }
    }
  }
}
