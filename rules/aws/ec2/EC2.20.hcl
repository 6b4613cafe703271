control "EC2.20" {
  slug     = "vpn-connection-both-tunnels-up"
  aliases  = []
  severity = "medium"
  category = ["Resilience", "Recover", "High availability"]
  title = {
    en = "Both tunnels of VPN connections are up"
    ja = "Site-to-Site VPN 接続の 2 本のトンネルが両方とも稼働している"
  }
  why = {
    en = "AWS takes down one tunnel at a time for maintenance. Where only the other one works, the connection to the remote network is gone with it."
    ja = "AWS はメンテナンス時にトンネルを 1 本ずつ停止します。もう 1 本が使えない状態だと、その間は拠点との通信が途絶えます。"
  }
  decides = "partly"
  limits = {
    en = "Whether a tunnel is up is known only to AWS: it is judged from plans and states, which hold what AWS last answered, and not from source. An alarm on the metric TunnelState tells of a tunnel that goes down later."
    ja = "トンネルの状態は AWS 側にしか分かりません。最後に取得した状態を含むプランとステートでは判定しますが、ソースだけでは判定できません。その後の停止を検知するには、メトリクス TunnelState のアラームを設定してください。"
  }
  config_rule = "vpc-vpn-2-tunnels-up"
  frameworks = {
    "aws-fsbp"       = ["EC2.20"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"    = ["1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4"]
    "iso-27001-2022" = ["A.8.14", "A.8.20", "A.8.21", "A.8.22"]
    "nist-csf-2.0"   = ["pt_5"]
  }

  check "aws_vpn_connection" {
    filter = attrs.vgw_telemetry != null
    enforce {
      condition = all([for tunnel in attrs.vgw_telemetry : tunnel.status == "UP"])
      at        = "vgw_telemetry"
      error_message = {
        en = "a tunnel of the VPN connection is down"
        ja = "VPN 接続のトンネルが停止している"
      }
    }
    no_fix = {
      en = "the remote end has to bring the tunnel up: configure both tunnels on the customer gateway device, and see that keys, proposals and routes agree"
      ja = "対向側でトンネルを復旧させる必要がある。カスタマーゲートウェイで 2 本とも設定し、事前共有キーや暗号化方式、ルーティングが一致していることを確かめる"
    }
  }

  remediation {
    console = {
      en = ["Open the connection under Site-to-Site VPN connections in the VPC console and choose Tunnel details.", "For the tunnel that is down, compare the customer gateway device with the downloaded configuration and correct it.", "Check that both tunnels report Up."]
      ja = ["VPC コンソールの「Site-to-Site VPN 接続」で接続を開き、「トンネルの詳細」を確認する。", "停止しているトンネルについて、ダウンロードした設定ファイルとカスタマーゲートウェイの設定を比べて修正する。", "2 本とも「アップ」になったことを確かめる。"]
    }
    cli = "aws ec2 describe-vpn-connections --vpn-connection-ids CONNECTION_ID --query 'VpnConnections[].VgwTelemetry'"
  }

  no_example = {
    unknown = "only a state knows the tunnels, and there their status is known"
  }

  example "fail" "one tunnel is down" {
    data = {
      "aws_vpn_connection.office" = { vgw_telemetry = [{ outside_ip_address = "203.0.113.1", status = "UP" }, { outside_ip_address = "203.0.113.2", status = "DOWN" }] }
    }

    resource "aws_vpn_connection" "office" {
      customer_gateway_id = "cgw-0a1b2c3d4e5f60718"
      vpn_gateway_id      = "vgw-0a1b2c3d4e5f60718"
      type                = "ipsec.1"
    }
  }

  example "fail" "both are down" {
    data = {
      "aws_vpn_connection.office" = { vgw_telemetry = [{ outside_ip_address = "203.0.113.1", status = "DOWN" }, { outside_ip_address = "203.0.113.2", status = "DOWN" }] }
    }

    resource "aws_vpn_connection" "office" {
      customer_gateway_id = "cgw-0a1b2c3d4e5f60718"
      vpn_gateway_id      = "vgw-0a1b2c3d4e5f60718"
      type                = "ipsec.1"
    }
  }

  example "pass" "both are up" {
    data = {
      "aws_vpn_connection.office" = { vgw_telemetry = [{ outside_ip_address = "203.0.113.1", status = "UP" }, { outside_ip_address = "203.0.113.2", status = "UP" }] }
    }

    resource "aws_vpn_connection" "office" {
      customer_gateway_id = "cgw-0a1b2c3d4e5f60718"
      vpn_gateway_id      = "vgw-0a1b2c3d4e5f60718"
      type                = "ipsec.1"
    }
  }

  example "pass" "both of a connection to a transit gateway are up" {
    data = {
      "aws_vpn_connection.office" = { vgw_telemetry = [{ outside_ip_address = "203.0.113.1", status = "UP" }, { outside_ip_address = "203.0.113.2", status = "UP" }] }
    }

    resource "aws_vpn_connection" "office" {
      customer_gateway_id = "cgw-0a1b2c3d4e5f60718"
      transit_gateway_id  = "tgw-0a1b2c3d4e5f60718"
      type                = "ipsec.1"
    }
  }
}
