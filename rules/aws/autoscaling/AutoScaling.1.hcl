control "AutoScaling.1" {
  slug     = "auto-scaling-load-balancer-health-checks"
  aliases  = []
  severity = "low"
  category = ["Identify", "Inventory"]
  title = {
    en = "Auto Scaling groups behind a load balancer use its health checks"
    ja = "ロードバランサー配下の Auto Scaling グループがロードバランサーのヘルスチェックを使っている"
  }
  why = {
    en = "An instance can run while its application does not answer. Only the load balancer's check sees that, so only with it the group replaces the instance."
    ja = "インスタンスが動いていても、アプリケーションが応答しないことがあります。ロードバランサーのヘルスチェックを使わないと、グループはそれを検知できず、インスタンスを置き換えません。"
  }
  decides = "checked"
  notes = {
    en = "Classic Load Balancers and target groups count alike. A group that no load balancer serves passes."
    ja = "Classic Load Balancer もターゲットグループも同じように扱います。ロードバランサーに関連付けられていないグループは合格とします。"
  }
  config_rule = "autoscaling-group-elb-healthcheck-required"
  frameworks = {
    "aws-fsbp"       = ["AutoScaling.1"]
    "pci-dss-3.2.1"  = ["2.2"]
    "nist-800-53-r5" = ["CA-7", "CP-2(2)", "SI-2"]
  }

  check "aws_autoscaling_group" {
    locals {
      attached = any([
        is_set(attrs.load_balancers),
        is_set(attrs.target_group_arns),
        any([for source in attrs.traffic_source : source.type != "vpc-lattice"]),
        exists(companions("aws_autoscaling_attachment", "autoscaling_group_name")),
        any([for attachment in companions("aws_autoscaling_traffic_source_attachment", "autoscaling_group_name") : one(attachment.traffic_source[*].type) != "vpc-lattice"]),
      ])
    }
    enforce {
      condition = any([!local.attached, attrs.health_check_type == "ELB"])
      at        = "health_check_type"
      error_message = {
        en = "the group does not see what its load balancer's health checks find"
        ja = "ロードバランサーのヘルスチェックを使っていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "use the load balancer's health checks"
        ja = "ロードバランサーのヘルスチェックを使う"
      }
      warning = {
        en = "Instances that fail the load balancer's check are terminated and replaced; set health_check_grace_period to the time that they take to start."
        ja = "ロードバランサーのヘルスチェックに失敗したインスタンスは終了され、置き換えられます。起動にかかる時間に合わせて health_check_grace_period を設定してください。"
      }
      set = { health_check_type = "ELB" }
    }
  }

  remediation {
    console = {
      en = ["Open the Auto Scaling group in the EC2 console.", "Under Health checks choose Edit.", "Turn on Elastic Load Balancing health checks, set the grace period and update."]
      ja = ["EC2 コンソールで Auto Scaling グループを開く。", "「ヘルスチェック」で「編集」を選ぶ。", "Elastic Load Balancing のヘルスチェックを有効にし、猶予期間を設定して更新する。"]
    }
    cli = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --health-check-type ELB --health-check-grace-period 300"
  }

  example "fail" "a Classic Load Balancer" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      load_balancers     = ["web"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fixed" "a Classic Load Balancer" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      load_balancers     = ["web"]
      health_check_type  = "ELB"

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "a target group that is made with it" {
    resource "aws_lb_target_group" "web" {
      name     = "web"
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0123456789abcdef0"
    }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      target_group_arns  = [aws_lb_target_group.web.arn]
      health_check_type  = "EC2"

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fixed" "a target group that is made with it" {
    resource "aws_lb_target_group" "web" {
      name     = "web"
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0123456789abcdef0"
    }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      target_group_arns  = [aws_lb_target_group.web.arn]
      health_check_type  = "ELB"

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "an attachment" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }

    resource "aws_autoscaling_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.web.name
      elb                    = "web"
    }
  }

  example "fail" "a traffic source" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      traffic_source {
        identifier = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
        type       = "elbv2"
      }

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "a traffic source without a type" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      traffic_source {
        identifier = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
      }

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "fail" "a traffic source that is attached" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }

    resource "aws_autoscaling_traffic_source_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.web.id

      traffic_source {
        identifier = "web"
        type       = "elb"
      }
    }
  }

  example "pass" "checks of the load balancer" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      load_balancers     = ["web"]
      health_check_type  = "ELB"

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }

    resource "aws_autoscaling_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.web.name
      elb                    = "web"
    }
  }

  example "pass" "no load balancer" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }

  example "pass" "VPC Lattice is no load balancer" {
    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      traffic_source {
        identifier = "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0"
        type       = "vpc-lattice"
      }

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }

    resource "aws_autoscaling_group" "worker" {
      name               = "worker"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }

    resource "aws_autoscaling_traffic_source_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.worker.id

      traffic_source {
        identifier = "web"
        type       = "vpc-lattice"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "ELB"
    }

    resource "aws_autoscaling_group" "web" {
      name               = "web"
      min_size           = 2
      max_size           = 4
      availability_zones = ["us-east-1a", "us-east-1b"]
      load_balancers     = ["web"]
      health_check_type  = tostring(terraform_data.later.output)

      launch_template {
        id      = "lt-0123456789abcdef0"
        version = "1"
      }
    }
  }
}
