control "ELB.1" {
  slug     = "alb-redirects-http-to-https"
  aliases  = ["ELBv2.1"]
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data in transit"]
  title = {
    en = "Application Load Balancers redirect all HTTP requests to HTTPS"
    ja = "Application Load Balancer がすべての HTTP リクエストを HTTPS にリダイレクトする"
  }
  why = {
    en = "What is sent over plain HTTP, sessions and passwords included, can be read and changed on the way. A redirect takes clients to the encrypted listener."
    ja = "平文の HTTP では、セッションやパスワードも含めて盗み見や改ざんのおそれがあります。リダイレクトすれば、クライアントを暗号化されたリスナーへ誘導できます。"
  }
  decides = "checked"
  notes = {
    en = "Each HTTP listener is judged by itself, so that the finding names it. Rules fail only when they forward to targets."
    ja = "どのリスナーが問題か分かるように、HTTP リスナーごとに判定します。ルールは、ターゲットへ転送する場合だけ不合格とします。"
  }
  config_rule = "alb-http-to-https-redirection-check"
  frameworks = {
    "aws-fsbp"       = ["ELB.1"]
    "pci-dss-3.2.1"  = ["2.3", "4.1"]
    "nist-800-53-r5" = ["AC-17(2)", "AC-4", "IA-5(1)", "SC-12(3)", "SC-13", "SC-23", "SC-23(3)", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SI-7(6)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC09-BP02"]
  }

  check "aws_lb_listener" "aws_alb_listener" {
    locals {
      plain     = any([attrs.protocol == "HTTP", all([!is_set(attrs.protocol), default(attrs.port, 0) != 0])])
      redirects = contains(flatten([for action in attrs.default_action : action.redirect[*].protocol if action.type == "redirect"]), "HTTPS")
      rules     = concat(companions("aws_lb_listener_rule", "listener_arn"), companions("aws_alb_listener_rule", "listener_arn"))
      forwards  = contains(flatten(local.rules[*].action[*].type), "forward")
    }
    enforce {
      condition = any([!local.plain, local.redirects])
      at        = "default_action"
      error_message = {
        en = "the listener answers HTTP requests without sending them on to HTTPS"
        ja = "HTTP リスナーがリクエストを HTTPS にリダイレクトしない"
      }
    }
    enforce {
      condition = any([!local.plain, !local.forwards])
      at        = "protocol"
      error_message = {
        en = "a rule of the listener forwards HTTP requests to targets"
        ja = "HTTP リスナーのルールがリクエストをターゲットに転送している"
      }
    }
    fix {
      when   = !local.redirects && length(attrs.default_action) == 1
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "redirect to HTTPS"
        ja = "HTTPS にリダイレクトする"
      }
      warning = {
        en = "The load balancer needs an HTTPS listener on port 443 that serves what this one did, and its security group must let clients in there. Clients that speak only HTTP stop working."
        ja = "同じ内容を返す HTTPS リスナーがポート 443 に必要です。セキュリティグループでもポート 443 を許可してください。HTTP しか使えないクライアントは動かなくなります。"
      }
      set = {
        "default_action.type"                 = "redirect"
        "default_action.redirect.port"        = "443"
        "default_action.redirect.protocol"    = "HTTPS"
        "default_action.redirect.status_code" = "HTTP_301"
      }
      remove = ["default_action.target_group_arn", "default_action.forward", "default_action.fixed_response"]
    }
    no_fix = {
      en = "rules or several actions of this listener answer HTTP requests: move them to the HTTPS listener and leave a redirect here"
      ja = "このリスナーのルールまたは複数のアクションが HTTP リクエストを処理している。HTTPS リスナーに移し、ここにはリダイレクトだけを残す"
    }
  }

  remediation {
    console = {
      en = ["Select the load balancer in the EC2 console.", "On the Listeners and rules tab select the HTTP listener and choose Edit.", "Replace its actions by Redirect to URL with HTTPS and port 443, and remove its other rules."]
      ja = ["EC2 コンソールでロードバランサーを選ぶ。", "「リスナーとルール」タブで HTTP リスナーを選び、編集する。", "アクションを「URL にリダイレクト」(HTTPS、ポート 443) に変更し、ほかのルールを削除する。"]
    }
    cli = "aws elbv2 modify-listener --listener-arn LISTENER_ARN --default-actions 'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'"
  }

  example "fail" "forwards" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }
  }

  example "fixed" "forwards" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
  }

  example "fail" "a redirect that stays with HTTP" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "8080"
          protocol    = "HTTP"
          status_code = "HTTP_301"
        }
      }
    }
  }

  example "fixed" "a redirect that stays with HTTP" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
  }

  example "fail" "a redirect with the protocol of the request" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "8080"
          status_code = "HTTP_301"
        }
      }
    }
  }

  example "fail" "a redirect that is taken away" {
    prior {
      resource "aws_lb" "shop" {
        name    = "shop"
        subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      }

      resource "aws_lb_listener" "http" {
        load_balancer_arn = aws_lb.shop.arn
        port              = 80
        protocol          = "HTTP"

        default_action {
          type = "redirect"
          redirect {
            port        = "443"
            protocol    = "HTTPS"
            status_code = "HTTP_301"
          }
        }
      }
    }

    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }
  }

  example "fail" "HTTP where no protocol is named" {
    resource "aws_alb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_alb_listener" "http" {
      load_balancer_arn = aws_alb.shop.arn
      port              = 8080

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }
  }

  example "fail" "a rule that forwards" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }

    resource "aws_lb_listener_rule" "api" {
      listener_arn = aws_lb_listener.http.arn

      action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }

      condition {
        path_pattern {
          values = ["/api/*"]
        }
      }
    }
  }

  example "fail" "an alias of a rule that forwards" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_alb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }

    resource "aws_alb_listener_rule" "api" {
      listener_arn = aws_alb_listener.http.arn

      action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }

      condition {
        path_pattern {
          values = ["/api/*"]
        }
      }
    }
  }

  example "pass" "a redirect beside an HTTPS listener" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }

    resource "aws_lb_listener" "https" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }

    resource "aws_lb_listener_rule" "api" {
      listener_arn = aws_lb_listener.https.arn

      action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }

      condition {
        path_pattern {
          values = ["/api/*"]
        }
      }
    }
  }

  example "pass" "a rule that redirects too" {
    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }

    resource "aws_lb_listener_rule" "api" {
      listener_arn = aws_lb_listener.http.arn

      action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }

      condition {
        path_pattern {
          values = ["/api/*"]
        }
      }
    }
  }

  example "pass" "listeners of other load balancers" {
    resource "aws_lb" "shop" {
      name               = "shop"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "network"
    }

    resource "aws_lb_listener" "tcp" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 5432
      protocol          = "TCP"

      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }

    resource "aws_lb" "inspection" {
      name               = "inspection"
      subnets            = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
      load_balancer_type = "gateway"
    }

    resource "aws_lb_listener" "gateway" {
      load_balancer_arn = aws_lb.inspection.arn


      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "HTTPS"
    }

    resource "aws_lb" "shop" {
      name    = "shop"
      subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    }

    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.shop.arn
      port              = 80
      protocol          = "HTTP"

      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = tostring(terraform_data.later.output)
          status_code = "HTTP_301"
        }
      }
    }
  }
}
