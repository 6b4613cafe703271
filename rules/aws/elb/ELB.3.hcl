control "ELB.3" {
  slug     = "clb-encrypted-listeners"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "Classic Load Balancer listeners use HTTPS or TLS"
    ja = "Classic Load Balancer のリスナーが HTTPS または TLS を使っている"
  }
  why = {
    en = "What clients send to a plain listener, passwords included, can be read and changed on the way."
    ja = "平文のリスナーに送られたデータは、パスワードも含めて経路上で盗み見や改ざんをされるおそれがあります。"
  }
  decides     = "checked"
  config_rule = "elb-tls-https-listeners-only"
  frameworks = {
    "aws-fsbp"       = ["ELB.3"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.5", "2.2.5", "2.2.7", "4.2.1", "4.2.1.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC09-BP02"]
  }

  check "aws_elb" {
    each = "listener"
    locals {
      secure = any([for listener in attrs.listener : listener.lb_port == 443 && lower(listener.lb_protocol) == "https"])
    }
    enforce {
      condition = contains(["https", "ssl"], lower(each.value.lb_protocol))
      at        = "lb_protocol"
      error_message = {
        en = "the listener on port ${each.value.lb_port} takes plain ${each.value.lb_protocol}"
        ja = "ポート ${each.value.lb_port} のリスナーが平文の ${each.value.lb_protocol} を受け付ける"
      }
    }
    fix {
      when   = lower(each.value.lb_protocol) == "http" && local.secure
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "remove the plain listener beside the encrypted one"
        ja = "暗号化されたリスナーがあるため、平文のリスナーを削除する"
      }
      warning = {
        en = "Clients that speak the plain protocol on this port stop working."
        ja = "このポートに平文で接続しているクライアントは動かなくなります。"
      }
      remove = ["."]
    }
    fix {
      when   = lower(each.value.lb_protocol) == "http" && each.value.lb_port == 80
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "take HTTPS on port 443 instead"
        ja = "ポート 443 の HTTPS に変更する"
      }
      warning = {
        en = "Clients must use HTTPS on port 443, and the security group must let them in there."
        ja = "クライアントはポート 443 の HTTPS を使う必要があります。セキュリティグループでもポート 443 を許可してください。"
      }
      input "acm_certificate_arn" {
        description = {
          en = "ARN of an ACM certificate for the load balancer's domain name"
          ja = "ロードバランサーのドメイン名に対応する ACM 証明書の ARN"
        }
      }
      set = {
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
    fix {
      when   = lower(each.value.lb_protocol) == "http"
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "take HTTPS instead"
        ja = "HTTPS に変更する"
      }
      warning = {
        en = "Clients that speak the plain protocol on this port stop working."
        ja = "このポートに平文で接続しているクライアントは動かなくなります。"
      }
      input "acm_certificate_arn" {
        description = {
          en = "ARN of an ACM certificate for the load balancer's domain name"
          ja = "ロードバランサーのドメイン名に対応する ACM 証明書の ARN"
        }
      }
      set = {
        lb_protocol        = "https"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "take TLS instead of plain TCP"
        ja = "平文の TCP を TLS に変更する"
      }
      warning = {
        en = "Clients that speak the plain protocol on this port stop working."
        ja = "このポートに平文で接続しているクライアントは動かなくなります。"
      }
      input "acm_certificate_arn" {
        description = {
          en = "ARN of an ACM certificate for the load balancer's domain name"
          ja = "ロードバランサーのドメイン名に対応する ACM 証明書の ARN"
        }
      }
      set = {
        lb_protocol        = "ssl"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Listeners tab choose Manage listeners.", "Set each listener's protocol to HTTPS or SSL, choose a certificate from ACM, and save."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「リスナー」タブで「リスナーの管理」を選ぶ。", "各リスナーのプロトコルを HTTPS または SSL に変更し、ACM の証明書を選んで保存する。"]
    }
    cli = "aws elb create-load-balancer-listeners --load-balancer-name NAME --listeners Protocol=HTTPS,LoadBalancerPort=443,InstanceProtocol=HTTP,InstancePort=80,SSLCertificateId=CERTIFICATE_ARN"
  }

  example "fail" "HTTP" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  example "fixed" "HTTP" {
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

  example "fail" "HTTP on another port" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 8080
        lb_protocol       = "HTTP"
      }
    }
  }

  example "fixed" "HTTP on another port" {
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
        lb_port            = 8080
        lb_protocol        = "https"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
  }

  example "fail" "TCP" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 5671
        lb_protocol       = "tcp"
      }
    }
  }

  example "fixed" "TCP" {
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
        lb_port            = 5671
        lb_protocol        = "ssl"
        ssl_certificate_id = var.acm_certificate_arn
      }
    }
  }

  example "fail" "HTTP beside HTTPS" {
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
        instance_port     = 8080
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  example "fixed" "HTTP beside HTTPS" {
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

  example "pass" "HTTPS" {
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

  example "pass" "TLS, in capitals" {
    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 5671
        lb_protocol        = "SSL"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 8443
        lb_protocol        = "HTTPS"
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "https"
    }

    resource "aws_elb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

      listener {
        instance_port      = 8080
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = tostring(terraform_data.later.output)
        ssl_certificate_id = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
      }
    }
  }
}
